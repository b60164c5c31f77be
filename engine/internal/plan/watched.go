package plan

import (
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// BuildWatched makes a plan like that of [Build] in which each And, Or, Cond and
// Coalesce knows where it is written, so that what becomes of it can be counted there:
// of equal ones at two places each is a node of its own. All else is numbered as in
// the plan of Build, but for Nodes.
func BuildWatched(c *check.Checked) *Plan { return build(c, true) }

// branching gives e if its plan node is to know about it.
func (b *builder) branching(e *expression.Node) *expression.Node {
	if b.watched {
		switch e.Op {
		case expression.OpAnd, expression.OpOr, expression.OpCond, expression.OpCoalesce:
			return e
		}
	}
	return nil
}
