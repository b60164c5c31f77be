package finding

import (
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
)

const page = `# some-id: What was found

severity: warning

Why it matters.

How to mend it.

## Wrong

` + "```yaml" + `
a: 1
` + "```" + `

## Right

` + "```yaml" + `
a: 2
` + "```" + `
`

func TestParse(t *testing.T) {
	got, err := parse("some-id", page)
	want := Finding{
		ID: "some-id", Severity: rules.SeverityWarning, Title: "What was found",
		Text: "Why it matters.\n\nHow to mend it.", Wrong: "a: 1\n", Right: "a: 2\n",
	}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := parse("some-id", strings.ReplaceAll(page, "```yaml", "```text")); err != nil || !got.InWords {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestParseIsStrict changes one thing of a good page at a time.
func TestParseIsStrict(t *testing.T) {
	for name, change := range map[string][2]string{
		"another id":         {"some-id", "other-id"},
		"no title":           {": What was found", ": "},
		"no severity":        {"severity: warning\n\n", ""},
		"unknown severity":   {"warning", "hint"},
		"no text":            {"Why it matters.\n\nHow to mend it.\n\n", ""},
		"an empty line more": {"matters.\n\n", "matters.\n\n\n"},
		"no wrong":           {"## Wrong", "## wrong"},
		"no right":           {"## Right", "## Correct"},
		"no fence":           {"```yaml\na: 1", "a: 1"},
		"open fence":         {"a: 1\n```", "a: 1"},
		"two blocks":         {"a: 1\n```", "a: 1\n```\n\n```yaml\na: 3\n```"},
		"text behind":        {"a: 1\n```", "a: 1\n```\n\nwords"},
		"two kinds":          {"```yaml\na: 1", "```text\na: 1"},
		"another kind":       {"```yaml\na: 1", "```json\na: 1"},
		"no line break":      {"a: 2\n```\n", "a: 2\n```"},
		"line breaks":        {"a: 2\n```\n", "a: 2\n```\n\n"},
	} {
		changed := strings.Replace(page, change[0], change[1], 1)
		if changed == page {
			t.Fatalf("%s: nothing was changed", name)
		}
		if got, err := parse("some-id", changed); err == nil {
			t.Errorf("%s: read as %+v", name, got)
		}
	}
}

// FuzzParse: no text makes the reader of pages panic, and what it takes has all parts.
func FuzzParse(f *testing.F) {
	f.Add(page)
	f.Add("# some-id: T\n\nseverity: error\n\nx\n\n## Wrong\n\n```text\n```\n\n## Right\n\n```text\n```\n")
	f.Fuzz(func(t *testing.T, source string) {
		got, err := parse("some-id", source)
		if err == nil && (got.Title == "" || got.Text == "") {
			t.Errorf("%q is read as %+v", source, got)
		}
	})
}
