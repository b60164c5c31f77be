package evaluate

import (
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// grid is the values that can be published where a node stands: numbers with some
// decimals and 15 digits, whole numbers to 2^53, or amounts in a minor unit.
type grid struct {
	kind     signals.Kind
	decimals int
}

// gridOf is the grid of a published value or a column.
func gridOf(n *plan.Node) grid {
	for n.Op == plan.Guard || n.Op == plan.Fresh || n.Op == plan.Publish && n.Rounding == plan.RoundNone {
		n = n.Args[0]
	}
	switch {
	case n.Type.Kind == signals.Int:
		return grid{signals.Int, 0}
	case n.Op == plan.Publish:
		return grid{n.Type.Kind, n.Decimals}
	case n.Type.Kind == signals.Money:
		return grid{signals.Money, n.Type.Minor()}
	}
	return grid{signals.Number, 9}
}

// publish gives the value of the grid that x is rounded to.
func (g grid) publish(x exact.Num) exact.Num {
	switch g.kind {
	case signals.Int:
		return x.PublishInt()
	case signals.Money:
		return x.PublishMoney(g.decimals)
	}
	return x.PublishTo(g.decimals)
}

// next gives the value of the grid nearest to x on one side; missing if there is none.
func (g grid) next(x exact.Num, direction int) exact.Num {
	if g.kind == signals.Number {
		if direction > 0 {
			return x.Next(g.decimals)
		}
		return x.Prev(g.decimals)
	}
	unit := exact.Int(10).PowInt(g.decimals)
	step := exact.Int(1)
	if direction < 0 {
		return g.publish(x.Mul(unit).Ceil().Sub(step).Quo(unit))
	}
	return g.publish(x.Mul(unit).Floor().Add(step).Quo(unit))
}
