package main

import (
	"fmt"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/explain"
	"github.com/bellwether-cs/bellwether/rules/diff"
)

// diffPage shows changes to people.
type diffPage struct {
	strings.Builder
	color bool
}

// The colours of kinds of change, by ANSI code.
var diffColors = map[diff.Kind]string{
	diff.Added: "32", diff.Removed: "31", diff.Changed: "33", diff.Moved: "36", diff.Renamed: "36",
}

// The signs before kinds of change.
var diffSigns = map[diff.Kind]string{
	diff.Added: "+", diff.Removed: "-", diff.Changed: "~", diff.Moved: "~", diff.Renamed: "~",
}

func (p *diffPage) paint(code, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p *diffPage) render(d *diff.Diff) string {
	const bold, dim = "1", "2"
	group := ""
	for _, c := range d.Changes {
		if c.Group != group {
			if group != "" {
				p.WriteByte('\n')
			}
			group = c.Group
			p.WriteString(p.paint(bold, explain.OneLine(group)) + "\n")
		}
		at := c.B
		if at.IsZero() {
			at = c.A
		}
		words := explain.OneLine(c.Words)
		if c.WordsOnly {
			words += " (words only)"
		}
		fmt.Fprintf(p, "  %s %s  %s\n", p.paint(diffColors[c.Kind], diffSigns[c.Kind]), words, p.paint(dim, explain.OneLine(at.String())))
	}
	if len(d.Changes) > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(diffSummary(d) + "\n")
	if d.A == d.B {
		p.WriteString(p.paint(dim, "both have the digest "+d.A) + "\n")
	} else {
		p.WriteString(p.paint(dim, "before "+d.A) + "\n" + p.paint(dim, "after  "+d.B) + "\n")
	}
	return p.String()
}

// diffSummary counts the changes: 3 changes of meaning: 1 added, 2 changed.
func diffSummary(d *diff.Diff) string {
	var counts [diff.Renamed + 1]int
	meaning, words := 0, 0
	for _, c := range d.Changes {
		if c.WordsOnly {
			words++
			continue
		}
		meaning++
		counts[c.Kind]++
	}
	text := "the two rule sets mean the same"
	if meaning > 0 {
		var kinds []string
		for kind, count := range counts {
			if count > 0 {
				kinds = append(kinds, fmt.Sprintf("%d %s", count, diff.Kind(kind)))
			}
		}
		text = changesOf(meaning, "meaning") + ": " + strings.Join(kinds, ", ")
	}
	if words > 0 {
		text += "; " + changesOf(words, "words only")
	}
	return text
}

func changesOf(n int, what string) string {
	if n == 1 {
		return "1 change of " + what
	}
	return fmt.Sprintf("%d changes of %s", n, what)
}
