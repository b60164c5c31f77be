package explain

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// The columns of the measures.
const (
	columnMeasure = iota
	columnBar
	columnValue
	columnRow
	columnPoints
	columnWeight
	columnShare
	columnContribution
	columnWhere
)

// longestRow bounds the text of a row, which may be a long condition.
const longestRow = 48

// measures writes the tree of measures with what each contributes.
func (p *page) measures() {
	var t grid
	where := ""
	if p.options.Where {
		where = "declared"
	}
	t.add("measure", "", "value", "row", "points", "weight", "share", "contribution", where)
	if !p.doc.Start.IsMissing() {
		t.add("start", "", "", "", "", "", "", p.doc.Start.String(), "")
	}
	p.addMeasures(&t, p.doc.Measures, nil, p.card.weighted())
	if !p.doc.Base.IsMissing() {
		total := "score"
		if len(p.doc.Overrides) > 0 {
			total = "score before overrides"
		}
		t.add(total, "", "", "", "", "", "", p.doc.Base.String(), "")
	}
	for _, c := range []int{columnPoints, columnWeight, columnShare, columnContribution} {
		t.decimals(c)
	}
	p.section("How it came about")
	lines := t.lines(left, left, right, left, right, right, right, right, left)
	for i, line := range lines {
		if i == 0 {
			line = p.style(dim, line)
		}
		p.printf("  %s\n", line)
	}
}

// addMeasures adds the members of a group. Their weights count only if the group is
// weighted.
func (p *page) addMeasures(t *grid, members []result.Measure, path []string, weighted bool) {
	for _, m := range members {
		path := append(slices.Clone(path), m.Name)
		weight := ""
		if weighted {
			weight = m.Weight.String()
		}
		where := ""
		if p.options.Where {
			where = m.Declared
		}
		share, contribution := "", ""
		if m.State == "" || m.State == result.StateStandIn {
			share, contribution = percent(m.Share), p.number(m.Contribution)
		}
		t.add(strings.Repeat("  ", len(path)-1)+m.Name, p.bar(m, path), p.value(m, path), p.row(m),
			p.number(m.Points), weight, share, contribution, where)
		p.addMeasures(t, m.Measures, path, m.Combine == "")
	}
}

// bar shows the contribution against what it could be at most.
func (p *page) bar(m result.Measure, path []string) string {
	most := p.card.most(p.card.measure(path))
	if m.Points.IsMissing() || most.Sign() <= 0 || m.Share.Sign() <= 0 {
		return ""
	}
	return p.glyphs.bar(m.Points.Quo(most))
}

func (p *page) value(m result.Measure, path []string) string {
	if m.Value.Kind == signals.NoKind {
		return ""
	}
	return p.withUnit(m.Value, path)
}

// row says which row matched, or why none did.
func (p *page) row(m result.Measure) string {
	switch {
	case m.State == result.StateMissing, m.State == result.StateFailed:
		return "not known"
	case m.State == result.StateStandIn:
		return "not known: points stand in"
	case m.State == result.StateOut:
		return "takes no part"
	case m.Measures != nil:
		return combined(m.Combine)
	}
	return p.glyphs.cut(m.Row, longestRow)
}

// combined says how a group makes one figure of its members.
func combined(combine string) string {
	switch combine {
	case "mean":
		return "mean of"
	case "min":
		return "lowest of"
	case "max":
		return "highest of"
	case "sum":
		return "sum of"
	}
	return "weighted mean of"
}

// withUnit writes a value with the unit that its metric declares.
func (p *page) withUnit(v signals.Value, path []string) string {
	if v.Missing != signals.Present || v.Kind.Numeric() && v.Num.IsMissing() {
		return p.glyphs.dash
	}
	text := v.String()
	switch v.Kind {
	case signals.Bool:
		text = "no"
		if v.Flag {
			text = "yes"
		}
	case signals.String:
		text = p.glyphs.cut(OneLine(text), longestRow/2)
	}
	switch unit := p.card.unit(path); unit {
	case "":
		return text
	case "percent", "%":
		return text + "%"
	default:
		return text + " " + unit
	}
}

func (p *page) number(n exact.Num) string {
	if n.IsMissing() {
		return ""
	}
	return n.Round(shownDecimals).String()
}

// shownDecimals is how exactly the page shows points and weights; documents have
// all their digits.
const shownDecimals = 2

// percent is a fraction in percent, to one decimal; empty if it is missing.
func percent(fraction exact.Num) string {
	if fraction.IsMissing() {
		return ""
	}
	return fraction.Mul(exact.Int(100)).Round(1).String() + "%"
}
