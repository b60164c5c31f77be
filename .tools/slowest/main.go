// Command slowest reads the output of go test -json on standard input. It
// prints what go test would print without -json, then the ten slowest tests,
// and on the last line how many tests passed, failed and were skipped. It
// exits with 1 when anything failed or when no test ran.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// listed is how many of the slowest tests are printed.
const listed = 10

func main() {
	ok, err := report(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "slowest:", err)
		os.Exit(1)
	}
	if !ok {
		os.Exit(1)
	}
}

// event is one line of go test -json; see go doc test2json.
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Elapsed    float64
	Output     string
}

// timed is a finished test and the seconds that it took.
type timed struct {
	pkg, test string
	seconds   float64
}

// pkg is what is known of a package whose tests still run.
type pkg struct {
	output map[string]*strings.Builder // by test; "" is the package itself
	order  []string                    // tests in the order in which they started
	open   map[string]bool             // tests that have not ended
	failed []string                    // tests that failed
	parent map[string]bool             // tests with subtests
	done   []timed
}

// tally adds up all packages.
type tally struct {
	out                     io.Writer
	pkgs                    map[string]*pkg
	passed, failed, skipped int
	slow                    []timed
}

// report copies the readable part of a go test -json stream to out. It says
// whether at least one test ran and nothing failed.
func report(in io.Reader, out io.Writer) (bool, error) {
	buffered := bufio.NewWriter(out)
	t := &tally{out: buffered, pkgs: map[string]*pkg{}}
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadBytes('\n')
		if len(line) > 0 {
			t.line(line)
		}
		// People watch this: show each package as it ends.
		if ferr := buffered.Flush(); ferr != nil {
			return false, ferr
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, err
		}
	}
	t.end()
	return t.failed == 0 && t.passed > 0, buffered.Flush()
}

// line takes one line of the stream. What is not an event is printed as it is.
func (t *tally) line(line []byte) {
	var e event
	if !bytes.HasPrefix(line, []byte("{")) || json.Unmarshal(line, &e) != nil || e.Action == "" {
		t.out.Write(line)
		return
	}
	if e.Action == "build-output" {
		io.WriteString(t.out, e.Output)
		return
	}
	if e.Package == "" {
		return
	}
	p := t.pkgs[e.Package]
	if p == nil {
		p = &pkg{output: map[string]*strings.Builder{}, open: map[string]bool{}, parent: map[string]bool{}}
		t.pkgs[e.Package] = p
	}
	switch e.Action {
	case "run":
		p.open[e.Test] = true
		p.order = append(p.order, e.Test)
		if i := strings.LastIndexByte(e.Test, '/'); i > 0 {
			p.parent[e.Test[:i]] = true
		}
	case "output":
		if p.output[e.Test] == nil {
			p.output[e.Test] = &strings.Builder{}
		}
		p.output[e.Test].WriteString(e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e.Package, e.Action)
			return
		}
		t.endTest(p, e)
	}
}

func (t *tally) endTest(p *pkg, e event) {
	delete(p.open, e.Test)
	p.done = append(p.done, timed{e.Package, e.Test, e.Elapsed})
	switch e.Action {
	case "pass":
		t.passed++
	case "skip":
		t.skipped++
	case "fail":
		t.failed++
		p.failed = append(p.failed, e.Test)
		return
	}
	delete(p.output, e.Test)
}

func (t *tally) endPackage(name, action string) {
	p := t.pkgs[name]
	delete(t.pkgs, name)
	if action == "fail" {
		// A panic or a timeout leaves tests that never ended: they failed.
		for _, test := range p.order {
			if p.open[test] {
				delete(p.open, test)
				t.failed++
				p.failed = append(p.failed, test)
			}
		}
		if len(p.failed) == 0 {
			t.failed++ // it did not build, or failed outside its tests
		}
		// Parents end after their subtests; print them in the order of their start.
		for _, test := range p.order {
			if slices.Contains(p.failed, test) {
				t.print(p.output[test], readable)
				delete(p.output, test) // a test can run more than once
			}
		}
		t.print(p.output[""], readable)
	} else {
		t.print(p.output[""], summary)
	}
	for _, d := range p.done {
		// The time of a test with subtests is theirs.
		if !p.parent[d.test] {
			t.slow = append(t.slow, d)
		}
	}
}

// end prints the totals.
func (t *tally) end() {
	for _, name := range slices.Sorted(maps.Keys(t.pkgs)) {
		fmt.Fprintf(t.out, "FAIL\t%s [the stream stopped before its end]\n", name)
		t.endPackage(name, "fail")
	}
	slices.SortStableFunc(t.slow, func(a, b timed) int {
		return cmp.Or(cmp.Compare(b.seconds, a.seconds), cmp.Compare(a.pkg, b.pkg), cmp.Compare(a.test, b.test))
	})
	if len(t.slow) > 0 {
		fmt.Fprintln(t.out, "\nSlowest tests:")
	}
	for _, s := range t.slow[:min(listed, len(t.slow))] {
		fmt.Fprintf(t.out, "%8.2fs  %s  %s\n", s.seconds, s.pkg, s.test)
	}
	if t.passed+t.failed == 0 {
		fmt.Fprintln(t.out, "FAIL: no test ran")
	}
	fmt.Fprintf(t.out, "\n%d passed, %d failed, %d skipped\n", t.passed, t.failed, t.skipped)
}

// print writes the lines of b that keep wants.
func (t *tally) print(b *strings.Builder, keep func(string) bool) {
	if b == nil {
		return
	}
	for line := range strings.Lines(b.String()) {
		if keep(line) {
			io.WriteString(t.out, line)
		}
	}
}

// readable says whether a line is more than a mark of progress.
func readable(line string) bool {
	for _, mark := range []string{"=== RUN ", "=== PAUSE ", "=== CONT ", "=== NAME "} {
		if strings.HasPrefix(line, mark) {
			return false
		}
	}
	return true
}

// summary says whether go test prints a line for a package that passed.
func summary(line string) bool {
	return strings.HasPrefix(line, "ok  \t") || strings.HasPrefix(line, "?   \t")
}
