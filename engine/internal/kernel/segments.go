package kernel

import (
	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
)

// segments says how accounts are sorted. A segment has a code: its place among the
// names, and behind these the default; where accounts go by a value, the code of that
// value in the vector's dictionary, and behind the dictionary the default.
type segments struct {
	by    int // slot; -1: conditions
	names []string
}

// segments compiles the segment of each account into Frame.segment.
func (c *compiler) segments() *segments {
	p, l := &c.schedule.plan.Segments, c.schedule.accounts
	out := &segments{by: -1, names: append(append([]string(nil), p.Names...), evaluate.DefaultSegment)}
	if p.By != nil {
		out.by = l.need(p.By)
		l.add(func(s *scope) { s.frame.segmentBy(s.rows, &s.vectors[out.by]) })
		return out
	}
	if c.segmentsByText(out) {
		return out
	}
	when := make([]int, len(p.When))
	for i, n := range p.When {
		when[i] = l.need(n)
	}
	l.add(func(s *scope) {
		f := s.frame
		v := &f.segment
		codes := f.out.Segments.Codes[f.from : f.from+s.rows] // they are the results'
		v.codes, v.dict = codes, out.names
		rest := uint32(len(when))
		if len(when) == 0 {
			fill(codes, rest)
			return
		}
		// The first that holds wins: the last is looked at first.
		for j := len(when) - 1; j >= 0; j-- {
			truth := s.vectors[when[j]].truth[:s.rows]
			other := rest
			for i := range codes {
				code := other
				if j < len(when)-1 {
					code = codes[i]
				}
				if truth[i] == yes {
					code = uint32(j)
				}
				codes[i] = code
			}
		}
	})
	return out
}

// segmentBy sorts accounts by a text; those without one are in the default segment.
func (f *Frame) segmentBy(rows int, by *vector) {
	v := &f.segment
	v.own.codes = room(v.own.codes, rows)
	v.codes = v.own.codes
	if by.dictionary == 0 || v.dictionary != by.dictionary {
		v.own.dict = append(append(v.own.dict[:0], by.dict...), evaluate.DefaultSegment)
		v.dict, v.dictionary = v.own.dict, by.dictionary
		f.resolved++
	}
	rest := uint32(len(v.dict) - 1)
	for i := range v.codes {
		v.codes[i] = by.codes[i]
		if !by.has(i) {
			v.codes[i] = rest
		}
	}
}

// variantsOf gives, by code of a segment, the variant of a scorecard.
func (c *cardFrame) variantsOf(f *Frame, p *plan.Card) []uint32 {
	if c.resolved == f.resolved && c.variantOf != nil {
		return c.variantOf
	}
	c.resolved = f.resolved
	dict := f.segment.dict
	c.variantOf = room(c.variantOf, len(dict))
	for code, name := range dict {
		c.variantOf[code] = uint32(p.BySegment[name])
	}
	return c.variantOf
}
