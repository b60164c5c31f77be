package report

import (
	"io"

	"github.com/bellwether-cs/bellwether/rules"
)

// terminal marks findings with the escapes of terminals.
var terminal = rules.Style{
	Error: "\x1b[1;31m", Warning: "\x1b[1;33m", Place: "\x1b[1m", Faint: "\x1b[2m", End: "\x1b[0m",
}

// Pretty writes findings for people, in color with the escapes of terminals, and a
// last line with their number. Without findings it writes nothing.
func Pretty(w io.Writer, found *rules.Diagnostics, color bool) error {
	if len(found.List) == 0 {
		return nil
	}
	style := rules.Style{}
	if color {
		style = terminal
	}
	_, err := io.WriteString(w, found.Styled(style)+"\n"+Count(found).String()+"\n")
	return err
}
