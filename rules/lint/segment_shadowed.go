package lint

import "github.com/bellwether-cs/bellwether/rules"

// shadowedSegments finds segments that those before them leave nobody for.
func (p *pass) shadowedSegments() {
	list := p.checked.Set.Segments.List
	top := p.ranges().scope()
	left := top
	for i, segment := range list {
		n := p.checked.SegmentWhen[i]
		if literal(n) {
			if !n.Flag {
				continue // switched off, and it says so
			}
			p.behindTheRest(list, i)
			return // it takes the rest, and says so
		}
		// One that nobody is ever in is a constant condition.
		if top.truth(n).yes && (left.dead() || !left.truth(n).yes) {
			d := rules.Diagnostic{
				Severity: rules.SeverityWarning, ID: "segment-shadowed", Place: segment.Place,
				Message: "nobody is ever in segment `" + segment.Name + "`: the segments before it take all that fit it",
				Hint:    "the first segment that holds wins: put the narrower one first",
			}
			for j, before := range list[:i] {
				after := top.with(top.learn(p.checked.SegmentWhen[j], notYes))
				if !after.truth(n).yes || after.dead() {
					d.Message = "nobody is ever in segment `" + segment.Name + "`: `" + before.Name + "` takes all that fit it"
					d.Also = []rules.Note{{Place: before.Place, Message: "`" + before.Name + "` comes first"}}
					break
				}
			}
			p.onceDiagnostic(d)
			continue
		}
		left = left.with(left.learn(n, notYes))
	}
}

// behindTheRest reports the segments behind one that takes all who are left.
func (p *pass) behindTheRest(list []*rules.Segment, all int) {
	for _, segment := range list[all+1:] {
		p.onceDiagnostic(rules.Diagnostic{
			Severity: rules.SeverityWarning, ID: "segment-shadowed", Place: segment.Place,
			Message: "nobody is ever in segment `" + segment.Name + "`: `" + list[all].Name + "` takes all that are left",
			Hint:    "put the segment that takes the rest last",
			Also:    []rules.Note{{Place: list[all].Place, Message: "`" + list[all].Name + "` comes first"}},
		})
	}
}
