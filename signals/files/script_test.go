package files_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
	"github.com/bellwether-cs/bellwether/signals/internal/signaltest"
)

var update = flag.Bool("update", os.Getenv("BELLWETHER_UPDATE") != "", "write what was found into testdata")

// TestScripts reads the input files of each archive in testdata and compares what
// came of it with the archive's file want. The archive's comment holds settings,
// one a line: as_of, inputs, needs, history, strict, stdin.
func TestScripts(t *testing.T) {
	testdata, err := filepath.Abs("testdata") // runScript changes the folder
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(testdata, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			archive := signaltest.ParseArchive(string(text))
			got := runScript(t, archive, 0)
			for _, size := range []int{1, 2} {
				if blocks := runScript(t, archive, size); blocks != got {
					t.Errorf("blocks of %d (-) differ from all at once (+):\n%s", size, cmp.Diff(blocks, got))
				}
			}
			wanted := slices.IndexFunc(archive.Files, func(f signaltest.File) bool { return f.Name == "want" })
			if *update {
				if wanted < 0 {
					archive.Files = append(archive.Files, signaltest.File{Name: "want"})
					wanted = len(archive.Files) - 1
				}
				archive.Files[wanted].Data = got
				if err := os.WriteFile(path, []byte(archive.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if wanted < 0 {
				t.Fatal("no file want; run with -update")
			}
			if diff := cmp.Diff(archive.Files[wanted].Data, got); diff != "" {
				t.Errorf("wanted (-) and found (+):\n%s", diff)
			}
		})
	}
}

// runScript reads an archive in blocks of a size, or all at once if that is 0.
func runScript(t *testing.T, archive signaltest.Archive, blockSize int) string {
	t.Helper()
	folder := t.TempDir()
	schema := signaltest.Schema()
	var out, stdin strings.Builder
	for _, file := range archive.Files {
		switch file.Name {
		case "want":
			continue
		case "stdin":
			stdin.WriteString(file.Data)
			continue
		}
		path := filepath.Join(folder, file.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(file.Data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	options := files.Options{
		BlockSize: blockSize,
		Report:    func(p signals.Problem) { fmt.Fprintln(&out, p) },
		Notice:    func(text string) { fmt.Fprintln(&out, "notice:", text) },
		Stdin:     strings.NewReader(stdin.String()),
	}
	inputs := []string{"."}
	for _, line := range strings.Split(strings.TrimSpace(archive.Comment), "\n") {
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch key {
		case "as_of":
			options.AsOf, _ = signals.ParseAsOf(value)
		case "inputs":
			inputs = strings.Fields(value)
		case "history":
			schema.Root().History, schema.Root().Time = true, "start_date"
		case "time":
			schema.Root().Time = value
		case "strict":
			options.Strict = true
		case "format":
			options.Format = files.Format(value)
		case "needs":
			options.Needs = needs(schema, strings.Fields(value))
		}
	}
	t.Chdir(folder)
	if err := read(t, schema, inputs, options, &out); err != nil {
		fmt.Fprintf(&out, "error: %v\n", err)
	}
	return out.String()
}

func read(t *testing.T, schema *signals.Schema, inputs []string, options files.Options, out *strings.Builder) error {
	t.Helper()
	ctx := context.Background()
	r, err := files.Open(ctx, schema, inputs, options)
	if err != nil {
		return err
	}
	defer r.Close()
	var accounts strings.Builder
	if options.BlockSize == 0 {
		p, err := r.All(ctx)
		if err != nil {
			return err
		}
		accounts.WriteString(signaltest.Print(p))
	} else {
		err := r.Blocks(ctx, func(p *signals.Portfolio) error {
			accounts.WriteString(signaltest.Print(p))
			return nil
		})
		if err != nil {
			return err
		}
	}
	out.WriteString(accounts.String())
	for _, s := range r.Summary().Tables {
		fmt.Fprintf(out, "%s: %d rows, %d refused, %d unreadable, %d hidden, %d orphans\n",
			s.Table, s.Rows, s.Refused, s.Unreadable, s.Hidden, s.Orphans)
	}
	return nil
}

// needs asks for columns named as table.column, and for the rows of tables named
// alone.
func needs(schema *signals.Schema, names []string) signals.Needs {
	out := make(signals.Needs, len(schema.Tables))
	for _, name := range names {
		table, column, _ := strings.Cut(name, ".")
		t, at := schema.Table(table)
		if out[at] == nil {
			out[at] = make([]bool, len(t.Columns))
		}
		if _, c := t.Column(column); c >= 0 {
			out[at][c] = true
		}
	}
	return out
}
