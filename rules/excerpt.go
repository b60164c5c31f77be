package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Style holds what is written before the parts of a finding to mark them, and
// behind them. The zero Style marks nothing.
type Style struct {
	Error, Warning string // the severity, and the caret
	Place, Faint   string // where it is; line numbers and hints
	End            string
}

func (s Style) mark(start, text string) string {
	if start == "" {
		return text
	}
	return start + text + s.End
}

// Excerpts gives the lines of files; each file is split once. Not safe for
// concurrent use.
type Excerpts struct {
	files []File
	split map[string][]string
}

// NewExcerpts gives the lines of these files.
func NewExcerpts(files []File) *Excerpts {
	return &Excerpts{files: files, split: map[string][]string{}}
}

// Line is the line that a place stands on, without its end; false if it is not in
// the files.
func (d *Excerpts) Line(at Place) (string, bool) {
	lines, ok := d.split[at.File]
	if !ok {
		if i := slices.IndexFunc(d.files, func(f File) bool { return f.Name == at.File }); i >= 0 {
			lines = strings.Split(string(d.files[i].Source), "\n")
		}
		d.split[at.File] = lines
	}
	if at.Line == 0 || at.Line > len(lines) {
		return "", false
	}
	return strings.TrimPrefix(strings.TrimSuffix(lines[at.Line-1], "\r"), "\ufeff"), true
}

func (d *Excerpts) render(b *strings.Builder, f Diagnostic, s Style) {
	if !f.Place.IsZero() {
		b.WriteString(s.mark(s.Place, f.Place.String()+":") + " ")
	}
	severity := s.Error
	if f.Severity == SeverityWarning {
		severity = s.Warning
	}
	fmt.Fprintf(b, "%s %s %s\n", s.mark(severity, f.Severity.String()+":"), f.Message, s.mark(s.Faint, "["+f.ID+"]"))
	d.excerpt(b, f.Place, s, severity)
	for _, n := range f.Also {
		fmt.Fprintf(b, "  %s %s\n", s.mark(s.Place, n.Place.String()+":"), n.Message)
	}
	if f.Hint != "" {
		fmt.Fprintf(b, "  %s %s\n", s.mark(s.Faint, "="), f.Hint)
	}
}

// excerptWidth bounds the source line shown, in characters.
const excerptWidth = 120

func (d *Excerpts) excerpt(b *strings.Builder, at Place, s Style, severity string) {
	line, ok := d.Line(at)
	if !ok {
		return
	}
	runes := []rune(line)
	column := max(at.Column, 1)
	if column > len(runes)+1 {
		return
	}
	from := 0
	if column > excerptWidth {
		from = column - excerptWidth/2
	}
	to := min(len(runes), from+excerptWidth)
	shown := strings.ReplaceAll(string(runes[from:to]), "\t", " ")
	before := width(runes[from : column-1])
	under := max(1, width(runes[column-1:max(column-1, min(to, column-1+at.Length))]))
	fmt.Fprintf(b, "  %s %s\n", s.mark(s.Faint, fmt.Sprintf("%5d |", at.Line)), shown)
	fmt.Fprintf(b, "        %s %s%s\n", s.mark(s.Faint, "|"), strings.Repeat(" ", before), s.mark(severity, strings.Repeat("^", under)))
}

// width is how many columns characters take on a terminal, a tab being one.
func width(text []rune) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case isWide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// isWide tells characters that take two columns: those of East Asian scripts, wide
// forms, and pictures.
func isWide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || 0x2e80 <= r && r <= 0x303e || 0x3041 <= r && r <= 0xa4cf || 0xac00 <= r && r <= 0xd7a3 ||
		0xf900 <= r && r <= 0xfaff || 0xfe30 <= r && r <= 0xfe6f || 0xff00 <= r && r <= 0xff60 || 0xffe0 <= r && r <= 0xffe6 ||
		0x1f300 <= r && r <= 0x1f64f || 0x1f680 <= r && r <= 0x1f6ff || 0x1f900 <= r && r <= 0x1faff || 0x20000 <= r && r <= 0x3fffd)
}
