package finding

import (
	"errors"
	"fmt"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// parse reads a page:
//
//	# id: Title
//
//	severity: error
//
//	Paragraphs of text.
//
//	## Wrong
//
//	a fenced block, yaml or text
//
//	## Right
//
//	a fenced block of the same kind
func parse(id, source string) (Finding, error) {
	f := Finding{ID: id}
	if !strings.HasSuffix(source, "\n") || strings.HasSuffix(source, "\n\n") {
		return f, errors.New("it must end in one line break")
	}
	head, rest, found := strings.Cut(source, "\n\n")
	title, ok := strings.CutPrefix(head, "# "+id+": ")
	if !found || !ok || title == "" || strings.Contains(title, "\n") {
		return f, fmt.Errorf("it must begin with the line %q", "# "+id+": Title")
	}
	f.Title = title
	severity, rest, _ := strings.Cut(rest, "\n\n")
	switch severity {
	case "severity: error":
	case "severity: warning":
		f.Severity = rules.SeverityWarning
	default:
		return f, errors.New("behind the title it must say severity: error, or warning")
	}
	f.Text, rest, ok = strings.Cut(rest, "\n\n## Wrong\n\n")
	if !ok || strings.TrimSpace(f.Text) != f.Text || f.Text == "" || strings.Contains(f.Text, "\n\n\n") {
		return f, errors.New("it must have text, and then ## Wrong")
	}
	wrong, right, ok := strings.Cut(rest, "\n\n## Right\n\n")
	if !ok {
		return f, errors.New("it must have ## Right behind ## Wrong")
	}
	var kind, other string
	var err error
	if f.Wrong, kind, err = block(wrong); err != nil {
		return f, fmt.Errorf("## Wrong: %w", err)
	}
	if f.Right, other, err = block(strings.TrimSuffix(right, "\n")); err != nil {
		return f, fmt.Errorf("## Right: %w", err)
	}
	if kind != other {
		return f, errors.New("both blocks must be of one kind, yaml or text")
	}
	f.InWords = kind == "text"
	return f, nil
}

const fence = "```"

// block reads one fenced block, and nothing around it.
func block(text string) (content, kind string, err error) {
	for _, kind = range []string{"yaml", "text"} {
		inner, ok := strings.CutPrefix(text, fence+kind+"\n")
		if !ok {
			continue
		}
		inner, ok = strings.CutSuffix(inner, fence)
		if !ok || strings.Contains(inner, fence) || !strings.HasSuffix(inner, "\n") {
			return "", "", errors.New("the block must end, and nothing may stand behind it")
		}
		return inner, kind, nil
	}
	return "", "", errors.New("expected a block that begins with " + fence + "yaml or " + fence + "text")
}
