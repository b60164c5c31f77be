package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
	"github.com/bellwether-cs/bellwether/signals/internal/signaltest"
)

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPasses reads accounts twice: the same blocks, and no problem twice.
func TestPasses(t *testing.T) {
	path := write(t, "a.csv", "account_id,mrr,open_p1\nA1,1,0\nA2,x,0\nA1,1,0\nA3,3,0\nA4,4,0\n")
	usage := write(t, "u.csv", "account_id,day,actions\nA4,2026-01-01,1\nA9,2026-01-01,1\n")
	problems, notices := 0, 0
	ctx := context.Background()
	r, err := files.Open(ctx, signaltest.Schema(), []string{path, "usage=" + usage}, files.Options{
		BlockSize: 2,
		Report:    func(signals.Problem) { problems++ },
		Notice:    func(string) { notices++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	var passes [3]string
	stop := errors.New("stop")
	if err := r.Blocks(ctx, func(*signals.Portfolio) error { return stop }); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	for i := range passes {
		err := r.Blocks(ctx, func(p *signals.Portfolio) error {
			passes[i] += fmt.Sprintf("%d accounts\n", p.Len()) + signaltest.Print(p)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if passes[0] != passes[1] || passes[1] != passes[2] || strings.Count(passes[0], "accounts\n") != 3 {
		t.Errorf("%q", passes)
	}
	if s := r.Summary(); s.Refused() > 2 {
		t.Errorf("%+v", s)
	}
	if problems > 2 {
		t.Error(problems, "problems, expected each once at most")
	}
	read, size := r.Progress()
	if size == 0 || read < size {
		t.Error(read, size)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := r.All(ctx); !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}

func TestStandardInputOnce(t *testing.T) {
	ctx := context.Background()
	r, err := files.Open(ctx, signaltest.Schema(), []string{"-"}, files.Options{Stdin: strings.NewReader("account_id,mrr,open_p1\nA1,1,0\n")})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := r.All(ctx); err != nil || p.Len() != 1 {
		t.Fatal(p, err)
	}
	var consumed *files.ConsumedError
	if _, err := r.All(ctx); !errors.As(err, &consumed) {
		t.Error(err)
	}
	if _, size := r.Progress(); size != 0 {
		t.Error("the size of standard input is not known")
	}
}

func TestErrorsAreTyped(t *testing.T) {
	ctx := context.Background()
	schema := signaltest.Schema()
	open := func(inputs ...string) error {
		r, err := files.Open(ctx, schema, inputs, files.Options{})
		if err == nil {
			_, err = r.All(ctx)
		}
		return err
	}
	var file *files.FileError
	if err := open("nowhere"); !errors.Is(err, fs.ErrNotExist) || !errors.As(err, &file) || file.File != "nowhere" {
		t.Error(err)
	}
	if err := open("usage=nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if err := open("usage=" + t.TempDir()); !errors.As(err, &file) {
		t.Error(err)
	}
	if err := open("-", "usage=-"); !errors.As(err, &file) {
		t.Error(err)
	}
	var none *files.NoAccountsError
	for _, inputs := range [][]string{nil, {t.TempDir()}} {
		if err := open(inputs...); !errors.As(err, &none) {
			t.Error(err)
		}
	}
	var ambiguous *files.AmbiguousTableError
	path := write(t, "a.csv", "account_id\n")
	if err := open(path, path); !errors.As(err, &ambiguous) {
		t.Error(err)
	}
	var missing *signals.MissingColumnsError
	if err := open(path); !errors.As(err, &missing) || missing.File != path || len(missing.Columns) != 2 {
		t.Error(err)
	}
	var unknown *files.UnknownTableError
	if err := open("usages=x.csv"); !errors.As(err, &unknown) || unknown.Near != "usage" {
		t.Error(err)
	}
	if err := open(write(t, "a.json", "[{}")); !errors.As(err, &file) || file.Line != 1 {
		t.Error(err)
	}
	r, err := files.Open(ctx, schema, []string{path}, files.Options{Format: "xml"})
	if err == nil {
		_, err = r.All(ctx)
	}
	if err == nil {
		t.Error("there is no format xml")
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	endless := io.MultiReader(strings.NewReader("account_id,mrr,open_p1\n"), &repeating{line: []byte("A1,1,0\n")})
	r, err := files.Open(ctx, signaltest.Schema(), []string{"-"}, files.Options{Stdin: endless, Format: files.CSV})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := r.All(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

type repeating struct{ line []byte }

func (r *repeating) Read(p []byte) (int, error) { return copy(p, r.line), nil }

// TestFormats reads the same account in every format, told by its content.
func TestFormats(t *testing.T) {
	ctx := context.Background()
	for _, text := range []string{
		"account_id,mrr,open_p1\nA1,1,0\n",
		`{"account_id": "A1", "mrr": 1}` + "\n",
		`{"account_id": "A1", "mrr": 1}`,
		`[{"account_id": "A1", "mrr": 1}]`,
		`{"accounts": [{"account_id": "A1", "mrr": 1}]}`,
		"\xef\xbb\xbf{\n\"accounts\": [{\"account_id\": \"A1\", \"mrr\": 1}]}",
	} {
		r, err := files.Open(ctx, signaltest.Schema(), []string{"-"}, files.Options{Stdin: bytes.NewReader([]byte(text))})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := r.All(ctx); err != nil || p.Len() != 1 || p.Key(0) != "A1" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func ExampleOpen() {
	schema := &signals.Schema{Tables: []*signals.Table{{
		Name: "accounts", Key: "id",
		Columns: []*signals.Column{{Name: "id", Kind: signals.String}, {Name: "seats", Kind: signals.Int, Optional: true}},
	}}}
	ctx := context.Background()
	r, err := files.Open(ctx, schema, []string{"-"}, files.Options{
		Stdin:  strings.NewReader("id,seats\nA1,10\nA2,ten\n"),
		Report: func(p signals.Problem) { fmt.Println(p) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	err = r.Blocks(ctx, func(p *signals.Portfolio) error {
		for i := range p.Len() {
			fmt.Println(p.Key(i), p.Root.Columns[1].Num(i))
		}
		return nil
	})
	fmt.Println(err)
	// Output:
	// standard input:3: accounts A2: seats "ten" is not a whole number: unexpected 't' at position 1
	// A1 10
	// A2 missing
	// <nil>
}
