package main

import (
	"fmt"
	"sync"

	"github.com/bellwether-cs/bellwether/signals"
)

// shownPerFile is how many problems of one file are printed.
const shownPerFile = 20

// problems prints what was found in the signals: the first ones of each file, and
// the number of the others. Safe for concurrent use.
type problems struct {
	console *console

	mu    sync.Mutex
	files []string // in the order of their first problem
	found map[string]int
}

func newProblems(c *console) *problems {
	return &problems{console: c, found: map[string]int{}}
}

func (p *problems) report(problem signals.Problem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found[problem.File] == 0 {
		p.files = append(p.files, problem.File)
	}
	p.found[problem.File]++
	if p.found[problem.File] <= shownPerFile {
		p.console.println(problem.String())
	}
}

// finish prints what was left out, and how many rows were.
func (p *problems) finish(read signals.Summary) {
	for _, file := range p.files {
		if more := p.found[file] - shownPerFile; more > 0 {
			p.console.println(fmt.Sprintf("%s: ... and %d more", file, more))
		}
	}
	if n := read.Refused(); n > 0 {
		p.console.println(skipped(n))
	}
}

func skipped(rows int) string {
	if rows == 1 {
		return "1 row skipped"
	}
	return fmt.Sprintf("%d rows skipped", rows)
}
