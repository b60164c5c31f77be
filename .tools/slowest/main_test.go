package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// run lets the real go test make the stream for a module of one package.
func run(t *testing.T, source string) (string, bool) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":    "module example.com/p\n\ngo 1.26\n",
		"p.go":      "package p\n",
		"p_test.go": "package p\n\nimport \"testing\"\n\n" + source,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-json", "-count=1", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	stream, _ := cmd.Output() // it exits with 1 when a test fails
	var out strings.Builder
	ok, err := report(strings.NewReader(string(stream)), &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), ok
}

func TestReport(t *testing.T) {
	if testing.Short() {
		t.Skip("starts go test")
	}
	for _, c := range []struct {
		name, source string
		ok           bool
		want, not    []string
		last         string
	}{
		{
			name:   "pass",
			source: `func TestA(t *testing.T) { t.Log("quiet"); t.Run("sub", func(*testing.T) {}) }; func TestB(t *testing.T) { t.Skip() }`,
			ok:     true,
			want:   []string{"ok  \texample.com/p\t", "Slowest tests:\n", "example.com/p  TestA/sub\n"},
			not:    []string{"quiet", "=== RUN", "p  TestA\n", "PASS\n"},
			last:   "2 passed, 0 failed, 1 skipped",
		},
		{
			name:   "fail",
			source: `func TestA(t *testing.T) { t.Run("sub", func(t *testing.T) { t.Error("loud") }) }; func TestB(t *testing.T) { t.Log("quiet") }`,
			want:   []string{"loud\n", "--- FAIL: TestA/sub", "FAIL\texample.com/p\t"},
			not:    []string{"quiet", "=== RUN"},
			last:   "1 passed, 2 failed, 0 skipped",
		},
		{
			name:   "panic",
			source: `func TestA(t *testing.T) { panic("ouch") }; func TestB(t *testing.T) {}`,
			want:   []string{"panic: ouch", "FAIL\texample.com/p\t"},
			last:   "0 passed, 1 failed, 0 skipped",
		},
		{
			name:   "exit outside the tests",
			source: `func TestA(t *testing.T) {}; func TestMain(m *testing.M) { m.Run(); panic("late") }`,
			want:   []string{"panic: late"},
			last:   "1 passed, 1 failed, 0 skipped",
		},
		{
			name:   "does not build",
			source: `func TestA(t *testing.T) { nothing() }`,
			want:   []string{"undefined: nothing", "[build failed]"},
			last:   "0 passed, 1 failed, 0 skipped",
		},
		{
			name:   "no test",
			source: `var _ testing.TB`,
			want:   []string{"FAIL: no test ran"},
			last:   "0 passed, 0 failed, 0 skipped",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, ok := run(t, c.source)
			if ok != c.ok {
				t.Errorf("ok = %v, want %v", ok, c.ok)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("misses %q", want)
				}
			}
			for _, not := range c.not {
				if strings.Contains(out, not) {
					t.Errorf("should not contain %q", not)
				}
			}
			if !strings.HasSuffix(out, "\n"+c.last+"\n") {
				t.Errorf("does not end with %q", c.last)
			}
			if t.Failed() {
				t.Log(out)
			}
		})
	}
}

func TestStreamCutShort(t *testing.T) {
	in := `plain line
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"half\n"}
`
	var out strings.Builder
	ok, err := report(strings.NewReader(in), &out)
	if ok || err != nil {
		t.Errorf("ok = %v, err = %v", ok, err)
	}
	for _, want := range []string{"plain line\n", "half\n", "FAIL\tp [", "\n0 passed, 1 failed, 0 skipped\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("misses %q in:\n%s", want, out.String())
		}
	}
}

func TestTenSlowestFirst(t *testing.T) {
	var in strings.Builder
	for _, name := range strings.Split("abcdefghijkl", "") {
		in.WriteString(`{"Action":"pass","Package":"p","Test":"Test` + name + `","Elapsed":1.5}` + "\n")
	}
	in.WriteString(`{"Action":"pass","Package":"p","Test":"TestSlow","Elapsed":2}` + "\n")
	in.WriteString(`{"Action":"pass","Package":"p","Elapsed":9}` + "\n")
	var out strings.Builder
	if ok, err := report(strings.NewReader(in.String()), &out); !ok || err != nil {
		t.Errorf("ok = %v, err = %v", ok, err)
	}
	if want := "Slowest tests:\n    2.00s  p  TestSlow\n    1.50s  p  Testa\n"; !strings.Contains(out.String(), want) {
		t.Errorf("misses %q in:\n%s", want, out.String())
	}
	if n := strings.Count(out.String(), "s  p  Test"); n != listed {
		t.Errorf("lists %d tests, want %d", n, listed)
	}
}
