package lint

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/finding"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// ignoreMark begins a comment that switches warnings off:
//
//	usage: {weight: 10, up_to: {5: 0, else: 10}} # bellwether:ignore same-points -- all are new
//
// It speaks for its own line, or, where it stands alone, for the line below; and
// where a text or brackets of several lines begin on that line, for all of those.
const ignoreMark = "bellwether:ignore"

// ignoreBegins finds the mark at the beginning of a comment; a blank may stand in it.
var ignoreBegins = regexp.MustCompile(`^[ \t]*bellwether:[ \t]*ignore`)

// ignore is one id of one comment.
type ignore struct {
	id   rules.Name
	from int // the lines that it speaks for
	to   int
	used bool
}

// ignores are the comments of a rule set that switch warnings off.
type ignores struct {
	list  []*ignore
	found []rules.Diagnostic // what is wrong with them
}

// ignoresOf reads the comments of files. Nothing is switched off in a file that is
// not YAML.
func ignoresOf(files []rules.File) *ignores {
	g := &ignores{}
	for _, f := range files {
		if !bytes.Contains(f.Source, []byte("bellwether:")) {
			continue
		}
		if layout, ok := load.LayoutOf(f); ok {
			g.read(layout)
		}
	}
	return g
}

func (g *ignores) read(layout load.Layout) {
	for i, c := range layout.Comments {
		mark := ignoreBegins.FindString(c.Text)
		rest := c.Text[len(mark):]
		if mark == "" || rest != "" && !strings.ContainsAny(rest[:1], " \t:,") {
			continue
		}
		line := c.Place.Line
		if c.Alone {
			line = below(layout.Comments[i:])
		}
		last := line
		for _, long := range layout.Long {
			if long.First == line {
				last = max(last, long.Last)
			}
		}
		g.ids(c, len(c.Text)-len(rest), line, last)
	}
}

// below is the line under a comment that stands alone, and under the comments that
// follow it line by line.
func below(comments []load.Comment) int {
	line := comments[0].Place.Line
	for _, c := range comments {
		if !c.Alone || c.Place.Line > line {
			break
		}
		line = c.Place.Line + 1
	}
	return line
}

var ignoreID = regexp.MustCompile(`[^\s,]+`)

// ids reads the ids behind the mark, up to the reason.
func (g *ignores) ids(c load.Comment, from, line, last int) {
	rest := c.Text[from:]
	if reason := strings.Index(rest, "--"); reason >= 0 {
		rest = rest[:reason]
	}
	rest = strings.Replace(rest, ":", " ", 1)
	at := func(from, to int) rules.Place {
		p := c.Place
		p.Column += 1 + utf8.RuneCountInString(c.Text[:from])
		p.Length = utf8.RuneCountInString(c.Text[from:to])
		return p
	}
	found := ignoreID.FindAllStringIndex(rest, -1)
	if len(found) == 0 {
		g.problem("unknown-ignore", at(strings.Index(c.Text, "bellwether:"), from), "write # "+ignoreMark+" and the id, which stands in brackets behind each warning",
			"this comment does not say which warning it switches off")
	}
	for _, span := range found {
		id := rules.Name{Text: rest[span[0]:span[1]], Place: at(from+span[0], from+span[1])}
		page, known := finding.Find(id.Text)
		switch {
		case !known:
			g.unknown(id)
		case page.Severity == rules.SeverityError:
			g.problem("unused-ignore", id.Place, "mend it, and delete this comment", "`%s` is an error: only warnings can be switched off", id.Text)
		case id.Text == "unused-ignore" || id.Text == "unknown-ignore":
			g.problem("unused-ignore", id.Place, "delete the comment that does nothing instead", "`%s` cannot be switched off", id.Text)
		default:
			g.list = append(g.list, &ignore{id: id, from: line, to: last})
		}
	}
}

func (g *ignores) unknown(id rules.Name) {
	hint := "bellwether check --explain ID says what a warning means; its id stands in brackets behind it"
	if near := finding.Nearest(id.Text); near != "" {
		hint = "did you mean `" + near + "`?"
	}
	g.problem("unknown-ignore", id.Place, hint, "no warning is called `%s`", clip(id.Text))
}

func (g *ignores) problem(id string, at rules.Place, hint, format string, args ...any) {
	g.found = append(g.found, rules.Diagnostic{
		Severity: rules.SeverityWarning, ID: id, Place: at, Hint: hint, Message: fmt.Sprintf(format, args...),
	})
}

// apply gives the findings that are not switched off.
func (g *ignores) apply(list []rules.Diagnostic) []rules.Diagnostic {
	if len(g.list) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(f rules.Diagnostic) bool {
		off := false
		for _, i := range g.list {
			if f.Severity == rules.SeverityWarning && i.id.Text == f.ID && i.id.Place.File == f.Place.File && i.from <= f.Place.Line && f.Place.Line <= i.to {
				i.used, off = true, true
			}
		}
		return off
	})
}

// Unignored gives the findings that no comment in the files switches off.
func Unignored(list []rules.Diagnostic, files []rules.File) []rules.Diagnostic {
	return ignoresOf(files).apply(list)
}

// onlyWithData are the warnings that only data can show.
var onlyWithData = []string{"always-missing", "out-of-declared", "empty-segment", "same-points"}

// left are the comments that switch nothing off. Of what was not looked for nobody
// can say that it is not there.
func (g *ignores) left(linted, data bool) []rules.Diagnostic {
	for _, i := range g.list {
		if i.used || !linted || !data && slices.Contains(onlyWithData, i.id.Text) {
			continue
		}
		g.problem("unused-ignore", i.id.Place,
			"delete it; it must stand at the end of the line of the warning, or alone on the line above",
			"this comment switches nothing off: there is no warning `%s` here", i.id.Text)
	}
	return g.found
}

// clip shortens text for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}
