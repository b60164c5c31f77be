package finding

import "strings"

// Page is the finding as people read it in a terminal. color adds ANSI colours.
func (f Finding) Page(color bool) string {
	bold := func(text string) string {
		if !color {
			return text
		}
		return "\x1b[1m" + text + "\x1b[0m"
	}
	var b strings.Builder
	b.WriteString(bold(f.ID) + " (" + f.Severity.String() + ")\n" + f.Title + "\n\n" + f.Text + "\n")
	for _, example := range [][2]string{{"Wrong", f.Wrong}, {"Right", f.Right}} {
		b.WriteString("\n" + bold(example[0]) + "\n\n")
		for line := range strings.Lines(example[1]) {
			if strings.TrimSpace(line) != "" {
				b.WriteString("    ")
			}
			b.WriteString(line)
		}
	}
	return b.String()
}
