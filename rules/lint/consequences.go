package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
)

// withoutConsequences leaves out what is said of the parts of a condition of which
// another finding says that it never holds as a whole: it has one cause.
func withoutConsequences(list []rules.Diagnostic) []rules.Diagnostic {
	type line struct {
		file string
		line int
	}
	rows := map[line][]rules.Place{}
	for _, d := range list {
		if d.ID == "row-unreachable" {
			at := line{d.Place.File, d.Place.Line}
			rows[at] = append(rows[at], d.Place)
		}
	}
	return slices.DeleteFunc(list, func(d rules.Diagnostic) bool {
		return d.ID == "constant-condition" && slices.ContainsFunc(rows[line{d.Place.File, d.Place.Line}], func(row rules.Place) bool {
			return row.Column <= d.Place.Column && d.Place.Column < row.Column+row.Length
		})
	})
}
