package report

import (
	"fmt"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// Counts says how many findings there are.
type Counts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	// Files are those that have findings.
	Files int `json:"files"`
}

// Count counts findings.
func Count(found *rules.Diagnostics) Counts {
	var c Counts
	files := map[string]bool{}
	for _, f := range found.List {
		if f.Severity == rules.SeverityError {
			c.Errors++
		} else {
			c.Warnings++
		}
		if f.Place.File != "" {
			files[f.Place.File] = true
		}
	}
	c.Files = len(files)
	return c
}

// String is the counts in words: 2 errors, 1 warning in 3 files.
func (c Counts) String() string {
	var parts []string
	if c.Errors > 0 || c.Warnings == 0 {
		parts = append(parts, Counted(c.Errors, "error"))
	}
	if c.Warnings > 0 {
		parts = append(parts, Counted(c.Warnings, "warning"))
	}
	text := strings.Join(parts, ", ")
	if c.Files > 0 {
		text += " in " + Counted(c.Files, "file")
	}
	return text
}

// Counted is a number of things: 1 file, 2 files.
func Counted(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
