package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
)

// oneSegments sorts an account.
type oneSegments struct {
	when   []oneTruth
	by     oneText // nil: conditions
	column int     // of single.columns, if by is one; else -1
	// text is the one column of text that all conditions look at, and nothing else that
	// an account has: then the segment follows from its code. -1 if there is none.
	text int
}

func (c *oneCompiler) segments() {
	p, out := &c.schedule.plan.Segments, &c.out.segments
	if p.By == nil {
		for _, n := range p.When {
			out.when = append(out.when, c.truth(n))
		}
		out.text = c.onlyText(p.When)
		return
	}
	out.by, out.column = c.text(p.By), -1
	if p.By.Op == plan.Column {
		out.column = c.column(p.By)
	}
}

// onlyText is the column of text that is all that some nodes look at; else -1.
func (c *oneCompiler) onlyText(nodes []*plan.Node) int {
	column := -1
	var only func(n *plan.Node) bool
	only = func(n *plan.Node) bool {
		if n.Op == plan.Variable {
			return false
		}
		if n.Op == plan.Column {
			at := c.column(n)
			if column < 0 && kindOf(n) == textKind {
				column = at
			}
			return column == at
		}
		for _, a := range n.Args {
			if !only(a) {
				return false
			}
		}
		return true
	}
	for _, n := range nodes {
		if !only(n) {
			return -1
		}
	}
	return column
}

// run finds the segment, and leaves its code where the scorecards look.
func (p *oneSegments) run(f *One) {
	switch {
	case p.by != nil:
		f.segment = p.value(f)
	case p.text >= 0:
		k := &f.columns[p.text]
		code := k.codes[f.row]
		if k.odd || int(code) >= len(f.named) {
			f.segment = p.first(f)
			break
		}
		if f.named[code] == 0 {
			f.named[code] = p.first(f) + 1
		}
		f.segment = f.named[code] - 1
	default:
		f.segment = p.first(f)
	}
	f.out.Segments.Codes[0] = f.segment
}

// first is the first segment whose condition holds.
func (p *oneSegments) first(f *One) uint32 {
	for i, when := range p.when {
		if when(f) == yes {
			return uint32(i)
		}
	}
	return uint32(len(p.when))
}

// value is the code of the value that the account goes by, among those of the results.
func (p *oneSegments) value(f *One) uint32 {
	if p.column >= 0 {
		k := &f.columns[p.column]
		if !k.odd || k.miss[f.row] == signals.Present {
			code := k.codes[f.row]
			if int(code) < len(f.named) && f.named[code] != 0 {
				return f.named[code] - 1
			}
			name := f.out.segment(k.dict[code])
			if int(code) < len(f.named) {
				f.named[code] = name + 1
			}
			return name
		}
	}
	if text, ok := p.by(f); ok {
		return f.out.segment(text)
	}
	return f.out.segment(evaluate.DefaultSegment)
}

// segment is the code of a segment's name in the results.
func (o *Output) segment(name string) uint32 {
	code, ok := o.known[name]
	if !ok {
		if o.known == nil {
			o.known = map[string]uint32{}
		}
		code = uint32(len(o.Segments.Dict))
		o.Segments.Dict = append(o.Segments.Dict, name)
		o.known[name] = code
	}
	return code
}

// segmentsChanged forgets what is known of the texts that segments follow from.
func (f *One) segmentsChanged() {
	at := f.single.segments.column
	if f.single.segments.by == nil {
		at = f.single.segments.text
	}
	f.named = f.named[:0]
	if at >= 0 {
		f.named = room(f.named, min(len(f.columns[at].dict), maxAnswers))
		clear(f.named)
	}
	for i := range f.cards {
		f.cards[i].variantOf = f.cards[i].variantOf[:0]
	}
}

// find is the variant of a scorecard for the account.
func (k *oneCard) find(f *One, kf *oneCardFrame) uint32 {
	switch {
	case len(k.card.variants) == 1:
		return 0
	case k.card.bySegment:
		return f.segment
	}
	names := f.out.Segments.Dict
	for int(f.segment) >= len(kf.variantOf) {
		kf.variantOf = append(kf.variantOf, uint32(k.card.plan.BySegment[names[len(kf.variantOf)]]))
	}
	return kf.variantOf[f.segment]
}
