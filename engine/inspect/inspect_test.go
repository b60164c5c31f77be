package inspect_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/inspect"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

const asOf = "2026-11-01"

// TestGolden inspects the files of each archive by its rules.yaml. The findings stand
// in its last file.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source, data := archive.Files[0], archive.Files[1:len(archive.Files)-1]
			golden := &archive.Files[len(archive.Files)-1]
			t.Chdir(t.TempDir())
			for _, f := range data {
				if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			program, set := compile(t, string(source.Data))
			list, other := findings(t, program, set, files.Options{}, ".")
			got := (&rules.Diagnostics{List: list, Files: set.Files}).Error() + strings.Join(other, "")
			if os.Getenv("BELLWETHER_UPDATE") != "" {
				golden.Data = []byte(got)
				if err := os.WriteFile(filepath.Join(home, name), txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(golden.Data), got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// home is where the tests start.
var home, _ = os.Getwd()

func compile(t testing.TB, text string) (*engine.Program, *rules.Set) {
	t.Helper()
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return program, set
}

// findings inspects what the options and inputs read, and gives beside the findings the
// problems that are about no cell.
func findings(t testing.TB, program *engine.Program, set *rules.Set, options files.Options, inputs ...string) (found []rules.Diagnostic, other []string) {
	t.Helper()
	look := inspect.New(program, set)
	options.AsOf, _ = signals.ParseAsOf(asOf)
	options.Report = func(p signals.Problem) {
		if !look.Problem(p) {
			other = append(other, p.String()+"\n")
		}
	}
	reader, err := files.Open(t.Context(), program.Schema(), inputs, options)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	found, err = look.Run(t.Context(), reader)
	if err != nil {
		t.Fatal(err)
	}
	return found, other
}

// TestBlocks: the size of blocks changes nothing.
func TestBlocks(t *testing.T) {
	program, set := compile(t, manyRules)
	var want string
	for _, size := range []int{0, 1, 7, 100} {
		found, _ := findings(t, program, set, files.Options{BlockSize: size, Stdin: strings.NewReader(manyAccounts(500)), Format: files.NDJSON}, "-")
		got := (&rules.Diagnostics{List: found, Files: set.Files}).Error()
		if want == "" {
			want = got
		}
		if got != want || len(found) == 0 {
			t.Errorf("blocks of %d:\n%s\nwant\n%s", size, got, want)
		}
	}
}

func TestInterrupted(t *testing.T) {
	program, set := compile(t, manyRules)
	ctx, stop := context.WithCancel(t.Context())
	reader, err := files.Open(ctx, program.Schema(), []string{"-"}, files.Options{Stdin: strings.NewReader(manyAccounts(50)), Format: files.NDJSON})
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if _, err := inspect.New(program, set).Run(ctx, reader); !errors.Is(err, context.Canceled) {
		t.Errorf("Run of a context that is done: %v", err)
	}
}
