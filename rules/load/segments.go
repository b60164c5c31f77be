package load

import "github.com/bellwether-cs/bellwether/rules"

// defaultSegment takes the accounts that no segment takes.
const defaultSegment = "default"

// segments reads how accounts are sorted. Since the order of the conditions
// decides, they stand in one file.
func (l *loader) segments(sections []section) {
	if len(sections) == 0 {
		return
	}
	first := sections[0]
	for _, s := range sections[1:] {
		l.found.Add(rules.Diagnostic{
			ID: "segments-twice", Place: s.key.place(),
			Message: "`segments` stands in one file, because its order decides",
			Hint:    "move all segments to one file",
			Also:    note(first.key.place(), "they first stand here"),
		})
		l.partial = true
	}
	l.set.Segments.Place = first.key.place()
	list, ok := l.entries(first.value, "`segments`", "like `enterprise: size == \"enterprise\"`")
	if !ok {
		l.partial = true
		return
	}
	for _, e := range list {
		if e.name() == "by" {
			l.segmentsBy(e, list)
			continue
		}
		if l.anyName(e.key, "a segment") {
			l.declare(segmentNames, e.name(), e.key.place())
		}
		l.set.Segments.List = append(l.set.Segments.List, &rules.Segment{
			Name: e.name(), Place: e.key.place(), When: l.expression(e.value, "the segment "+quoted(e.name())),
		})
	}
}

func (l *loader) segmentsBy(by entry, all []entry) {
	l.set.Segments.By = l.expression(by.value, "`by`")
	if len(all) > 1 {
		l.report("segments-by", by.key.place(), "keep `by`, or the conditions", "`by` takes the value itself as the segment, so no conditions can stand beside it")
		l.partial = true
	}
}

// segmentReference checks the name of a segment that a scorecard changes
// something for.
func (l *loader) segmentReference(key value) {
	name := key.node.Value
	if name == defaultSegment || l.set.Segments.By != nil || l.partial || l.unread.Names || l.reported(key) {
		return
	}
	names := []string{defaultSegment}
	for _, s := range l.set.Segments.List {
		if s.Name == name {
			return
		}
		if s.Name != defaultSegment { // that it is declared is reported
			names = append(names, s.Name)
		}
	}
	l.report("unknown-segment", key.place(), nameOrChoices(name, names, ""), "no segment is called %s", quoted(name))
}
