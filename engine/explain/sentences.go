package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// overrides says what overrides did to the score, and why.
func (p *page) overrides() {
	if len(p.doc.Overrides) == 0 {
		return
	}
	p.section("Overrides")
	for _, o := range p.doc.Overrides {
		reason := ""
		if o.Reason != "" {
			reason = ": " + o.Reason
		}
		p.item(o.Declared, "%s%s", did(o), reason)
	}
	switch {
	case p.doc.Base.IsMissing() || p.doc.Score.IsMissing():
	case p.doc.Base.Equal(p.doc.Score):
		p.item("", "the score stays %s", p.doc.Score)
	default:
		p.item("", "the score went from %s to %s", p.doc.Base, p.doc.Score)
	}
}

// did says what an override does.
func did(o result.Override) string {
	var parts []string
	if !o.Adjust.IsMissing() {
		parts = append(parts, signed(o.Adjust)+" on the score")
	}
	if !o.Cap.IsMissing() {
		parts = append(parts, fmt.Sprintf("not above %s", o.Cap))
	}
	if !o.Floor.IsMissing() {
		parts = append(parts, fmt.Sprintf("not below %s", o.Floor))
	}
	if o.Band != "" {
		parts = append(parts, "band "+o.Band)
	}
	return strings.Join(parts, ", ")
}

// notKnown says what is missing, why, and what became of it.
func (p *page) notKnown() {
	var lines [][2]string // text, place
	shared := false
	walk(p.doc.Measures, nil, func(m result.Measure, path []string) bool {
		name, consequence := strings.Join(path, "."), ""
		switch {
		case m.State == result.StateMissing && m.Measures != nil:
			return true // its members tell why
		case m.State == result.StateMissing:
			shared = true
		case m.State == result.StateStandIn:
			consequence = "; " + counted(m.Points) + " stand in for it"
		case m.State == result.StateFailed:
			consequence = "; without it there is no score"
		default:
			return true
		}
		cause := m.Cause
		if cause == "" {
			cause = "no value"
		}
		lines = append(lines, [2]string{fmt.Sprintf("%s: %s%s", name, cause, consequence), m.Declared})
		return true
	})
	if len(lines) == 0 {
		return
	}
	p.section("Not known")
	for _, l := range lines {
		p.item(l[1], "%s", l[0])
	}
	if shared {
		p.item("", "What has no points is left out, and its weight goes to the others.")
	}
}

// takesNoPart names the measures that do not apply to the account.
func (p *page) takesNoPart() {
	var lines [][2]string
	walk(p.doc.Measures, nil, func(m result.Measure, path []string) bool {
		if m.State != result.StateOut {
			return true
		}
		text := strings.Join(path, ".") + ": it does not apply to this account"
		if declared := p.card.measure(path); declared != nil && declared.When != nil {
			text = fmt.Sprintf("%s: it counts only when %s", strings.Join(path, "."), declared.When.Text)
		}
		lines = append(lines, [2]string{text, m.Declared})
		return false
	})
	if p.card.card != nil {
		for _, path := range switchedOff(p.card.card.Group.Measures, nil) {
			lines = append(lines, [2]string{fmt.Sprintf("%s: it is switched off for the segment %s", path, p.card.segment), ""})
		}
	}
	if len(lines) == 0 {
		return
	}
	p.section("Takes no part")
	for _, l := range lines {
		p.item(l[1], "%s", l[0])
	}
}

// switchedOff are the nested names of the measures that are switched off.
func switchedOff(members []*rules.Measure, path []string) []string {
	var names []string
	for _, m := range members {
		path := append(slices.Clone(path), m.Name)
		if m.Switch == rules.SwitchOff {
			names = append(names, strings.Join(path, "."))
			continue
		}
		names = append(names, switchedOff(m.Measures, path)...)
	}
	return names
}

// shownChanges is how many ways to a better band a page has.
const shownChanges = 3

// nearest says what would bring the next better band.
func (p *page) nearest() {
	bands := p.card.bands()
	if len(p.doc.Nearest) == 0 {
		if p.doc.Band == nil || p.doc.Score.IsMissing() || slices.Index(bands, *p.doc.Band) <= 0 {
			return
		}
		p.section("The way to a better band")
		p.item("", "no measure alone can bring it")
		return
	}
	p.section("The way to a better band")
	for i, c := range p.doc.Nearest {
		if i == shownChanges {
			break
		}
		or := ""
		if i > 0 {
			or = "or "
		}
		path := strings.Split(c.Measure, ".")
		p.item("", "%s%s %s -> %s would bring %s: score %s, band %s", or, c.Measure,
			p.withUnit(c.From, path), p.withUnit(c.To, path), signedPoints(c.Needs), c.Score, p.paint(c.Band))
	}
}

// walk visits measures, groups before their members, until visit says no for what
// is below.
func walk(members []result.Measure, path []string, visit func(m result.Measure, path []string) bool) {
	for _, m := range members {
		path := append(slices.Clone(path), m.Name)
		if visit(m, path) {
			walk(m.Measures, path, visit)
		}
	}
}

func signed(n exact.Num) string {
	if n.Sign() > 0 {
		return "+" + n.String()
	}
	return n.String()
}

func signedPoints(n exact.Num) string {
	if n.Sign() > 0 {
		return "+" + counted(n)
	}
	return counted(n)
}

func counted(points exact.Num) string {
	if points.Abs().Equal(exact.Int(1)) {
		return points.String() + " point"
	}
	return points.String() + " points"
}
