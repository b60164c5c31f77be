package report

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// GitHub writes findings as workflow commands of GitHub Actions, which shows them
// beside the lines of a pull request. It shows 10 errors and 10 warnings of a step;
// errors are written first.
func GitHub(w io.Writer, found *rules.Diagnostics) error {
	var b strings.Builder
	for _, severity := range []rules.Severity{rules.SeverityError, rules.SeverityWarning} {
		for _, f := range found.List {
			if f.Severity == severity {
				command(&b, f)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func command(b *strings.Builder, f rules.Diagnostic) {
	var properties []string
	add := func(name, value string) { properties = append(properties, name+"="+escapeProperty(value)) }
	if f.Place.File != "" {
		add("file", path.Clean(f.Place.File))
	}
	if f.Place.Line > 0 {
		add("line", fmt.Sprint(f.Place.Line))
	}
	if f.Place.Column > 0 {
		add("col", fmt.Sprint(f.Place.Column))
		add("endColumn", fmt.Sprint(endColumn(f.Place)))
	}
	add("title", f.ID)
	message := f.Message
	for _, n := range f.Also {
		message += "\n" + n.Place.String() + ": " + n.Message
	}
	if f.Hint != "" {
		message += "\n" + f.Hint
	}
	fmt.Fprintf(b, "::%s %s::%s\n", f.Severity, strings.Join(properties, ","), escapeData(message))
}

// What ends a command, or a part of it, is escaped: in data line ends, and % itself;
// in properties also what stands between properties.
var (
	data       = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	properties = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func escapeData(text string) string { return data.Replace(text) }

func escapeProperty(text string) string { return properties.Replace(text) }
