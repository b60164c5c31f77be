package evaluate

import "github.com/bellwether-cs/bellwether/engine/internal/plan"

// The outcomes of what a node with branches decides by: a condition, the left side of
// a Coalesce, or the operands of And and Or, where those of the second come after
// those of the first.
const (
	Taken    = iota // yes; a value
	NotTaken        // no, or not yes; no value
	outcomesOfOne
)

// SecondOperand is what lies between the outcomes of the first operand and those of
// the second.
const SecondOperand = outcomesOfOne

// Watched compiles a watched plan so that the outcomes of its branches are counted.
// at gives the place in the counts of an outcome of a node; -1 if nobody asks.
func (p *Program) Watched(watched *plan.Plan, at func(n *plan.Node, outcome int) int) *Program {
	return compile(watched, p.functions, at)
}

// Count has a frame of a watched program add what it sees to counts.
func (f *Frame) Count(counts []int) { f.outcomes = counts }

// saw counts an outcome.
func (f *Frame) saw(place int) {
	if place >= 0 {
		f.outcomes[place]++
	}
}

// takingPart scores the measures of a group of a watched program. What stands in a
// group that takes no part stays as it is, out, and nothing of it is counted; an
// ordinary program scores it too, because explanations show its values.
func (f *Frame) takingPart(v *variant, g *plan.Measure, s *CardScore) {
	for _, m := range g.Members {
		if !m.IsGroup {
			s.leaves[m.Leaf] = f.leaf(v.leaves[m.Leaf])
			continue
		}
		if when := v.groupWhen[m]; when != nil {
			if s.out[m.Written] = when(f) != yes; s.out[m.Written] {
				continue
			}
		}
		f.takingPart(v, m, s)
	}
}

// operand compiles the yes or no in argument i of a node that decides by it.
func (c *Program) operand(n *plan.Node, i int) logic {
	fn := c.truth(n.Args[i])
	if c.watch == nil || n.Written == nil {
		return fn
	}
	taken, not := c.watch(n, i*SecondOperand+Taken), c.watch(n, i*SecondOperand+NotTaken)
	known := n.Op == plan.Cond // a condition that is missing takes neither branch
	return func(f *Frame) truth {
		v := fn(f)
		switch {
		case v == yes:
			f.saw(taken)
		case v == no || !known:
			f.saw(not)
		}
		return v
	}
}

// left makes the left side of a Coalesce count whether it is there.
func left[T any](c *Program, n *plan.Node, fn func(*Frame) T, missing func(T) bool) func(*Frame) T {
	if c.watch == nil || n.Written == nil {
		return fn
	}
	there, not := c.watch(n, Taken), c.watch(n, NotTaken)
	return func(f *Frame) T {
		v := fn(f)
		if missing(v) {
			f.saw(not)
		} else {
			f.saw(there)
		}
		return v
	}
}

// leftKnown is left for values that say by themselves whether they are there.
func leftKnown[T any](c *Program, n *plan.Node, fn func(*Frame) (T, bool)) func(*Frame) (T, bool) {
	if c.watch == nil || n.Written == nil {
		return fn
	}
	there, not := c.watch(n, Taken), c.watch(n, NotTaken)
	return func(f *Frame) (T, bool) {
		v, ok := fn(f)
		if ok {
			f.saw(there)
		} else {
			f.saw(not)
		}
		return v, ok
	}
}

func isUnknown(t truth) bool { return t == unknown }
