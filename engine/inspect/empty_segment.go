package inspect

import (
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
)

// segments counts accounts by the names of their segments.
type segments map[string]int

func (s segments) add(column *result.Texts) {
	counts := make([]int, len(column.Dict))
	for _, code := range column.Codes {
		counts[code]++
	}
	for code, n := range counts {
		if n > 0 {
			s[column.Dict[code]] += n
		}
	}
}

// reportSegments says which segments nobody is in: those with a condition, and where
// segments go by a value those that scorecards speak of.
func (in *Inspection) reportSegments() {
	for _, s := range in.set.Segments.List {
		in.reportSegment(s.Name, s.Place, "look at its condition, and at those before it: the first that holds takes the account")
	}
	if in.set.Segments.By == nil {
		return
	}
	said := map[string]bool{}
	for _, card := range in.set.Scorecards {
		for _, change := range card.Segments {
			if name := change.Segment; !said[name.Text] {
				said[name.Text] = true
				in.reportSegment(name.Text, name.Place, "look at how the data spell it: capitals and blanks count")
			}
		}
	}
}

func (in *Inspection) reportSegment(name string, at rules.Place, hint string) {
	if in.segments[name] == 0 {
		in.warn("empty-segment", at, hint, "nobody is in segment `%s` (0 of %s)", name, accounts(in.columns.accounts))
	}
}
