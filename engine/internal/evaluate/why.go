package evaluate

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// missing tells whether a node has no value for the current account.
func (f *Frame) missing(n *plan.Node) bool {
	if k := kindOf(n); k == rowsKind {
		return f.program.rowset(n)(f).missing
	} else if k == listKind {
		return f.program.list(n)(f).missing
	}
	return absent(f.program.scalar(n)(f), kindOf(n))
}

// noValue is the cause where none can be told.
const noValue = "no value"

// Why says why a node has no value for the current account: the cause that lies
// deepest, in words. It is asked only when an explanation is.
func (f *Frame) Why(n *plan.Node) string {
	switch n.Op {
	case plan.Column:
		return f.whyCell(n)
	case plan.Guard:
		return f.whyHidden(n)
	case plan.Fresh:
		if cause := f.whyHidden(n); cause != "" {
			return cause
		}
		at, _ := f.program.instant(n.Args[1])(f)
		return fmt.Sprintf("%s is not fresh any more: it is from %s", n.Name, signals.FormatDate(at))
	case plan.Let:
		return f.whyLet(n)
	case plan.Cond:
		return f.whyBranch(n)
	case plan.In:
		if n.Args[1].Op == plan.ListOf {
			return f.whyIn(n)
		}
	case plan.Coalesce:
		return f.Why(n.Args[1])
	case plan.Publish:
		if f.missing(n.Args[0]) {
			return f.Why(n.Args[0])
		}
		return named(n, "out of range")
	case plan.Missing:
		return "nil"
	case plan.Table:
		return fmt.Sprintf("table %s was not supplied", f.program.plan.Schema.Tables[n.Table].Name)
	case plan.PeerStat:
		return f.whyPeers(n)
	case plan.Call:
		return f.whyCall(n)
	}
	for _, a := range n.Args {
		if a.Depends == 0 && f.missing(a) {
			return f.Why(a)
		}
	}
	switch n.Op {
	case plan.Divide, plan.Remainder:
		if n.Text != "" {
			return n.Text
		}
		return "division by zero"
	case plan.Registered:
		return fmt.Sprintf("function %s gave no value", n.Text)
	}
	return noValue
}

func named(n *plan.Node, cause string) string {
	if n.Name == "" {
		return cause
	}
	return n.Name + " is " + cause
}

func (f *Frame) whyCell(n *plan.Node) string {
	f.blame(n)
	cause := f.portfolio.Root.Columns[n.Index].Missing[f.account]
	if cause == signals.NoColumn {
		return fmt.Sprintf("the signals have no column %s", n.Name)
	}
	return n.Name + " is " + cause.String()
}

// whyHidden says why a guarded column cannot be seen; empty if it can.
func (f *Frame) whyHidden(n *plan.Node) string {
	if f.missing(n.Args[0]) {
		return f.Why(n.Args[0])
	}
	at, ok := f.program.instant(n.Args[1])(f)
	switch {
	case !ok:
		return fmt.Sprintf("%s does not count: %s", n.Name, f.Why(n.Args[1]))
	case at > f.asOf:
		return fmt.Sprintf("%s was not known yet: it is from %s", n.Name, signals.FormatDate(at))
	}
	return ""
}

// whyLet looks in the body first; what a variable holds is known here alone.
func (f *Frame) whyLet(n *plan.Node) string {
	f.program.bind(n)(f)
	if n.Args[1].Depends == 0 {
		if cause := f.Why(n.Args[1]); cause != noValue {
			return cause
		}
	}
	if n.Args[0].Depends == 0 && f.missing(n.Args[0]) {
		return f.Why(n.Args[0])
	}
	return noValue
}

// whyIn: one of the written values is missing, and none of the others is equal.
func (f *Frame) whyIn(n *plan.Node) string {
	for _, a := range append([]*plan.Node{n.Args[0]}, n.Args[1].Args...) {
		if a.Depends == 0 && f.missing(a) {
			return f.Why(a)
		}
	}
	return noValue
}

func (f *Frame) whyBranch(n *plan.Node) string {
	switch f.program.truth(n.Args[0])(f) {
	case yes:
		return f.Why(n.Args[1])
	case no:
		return f.Why(n.Args[2])
	}
	return f.Why(n.Args[0])
}

func (f *Frame) whyPeers(n *plan.Node) string {
	switch {
	case f.peers == nil:
		return "no portfolio to compare with"
	case f.peerGroup(n.Index) == nil && f.groupState == groupNone:
		for _, key := range f.program.plan.PeerKeys {
			if !key.Segment && f.missing(key.Node) {
				return "no peers: " + f.Why(key.Node)
			}
		}
		return "no peers"
	case f.peerGroup(n.Index) == nil:
		return "no peers have a value"
	}
	for _, a := range n.Args {
		if f.missing(a) {
			return f.Why(a)
		}
	}
	return "too few peers"
}

// whyCall looks for the cause in the rows, then in the items.
func (f *Frame) whyCall(n *plan.Node) string {
	for _, a := range n.Args {
		if a.Depends == 0 && f.missing(a) {
			return f.Why(a)
		}
	}
	if len(n.Args) == 0 {
		return noValue
	}
	if f.overran {
		return fmt.Sprintf("too many rows: a row function inside another visits at most %d rows", maxVisits)
	}
	const undefined = "outside what the function is defined for"
	if n.Kernel == expression.Latest {
		return undefined
	}
	switch kindOf(n.Args[0]) {
	case rowsKind:
		rows := f.program.rowset(n.Args[0])(f)
		name := f.program.plan.Schema.Tables[n.Args[0].Type.Table].Name
		if rows.len() == 0 {
			if n.Args[0].Op != plan.Table {
				f.blame(n.Args[0])
				return fmt.Sprintf("no such rows of %s", name)
			}
			return fmt.Sprintf("no rows of %s", name)
		}
		switch n.Kernel {
		case expression.Stddev, expression.WeightedMean, expression.Quantile, expression.TopShare:
			f.blame(n.Args[1:]...)
			return fmt.Sprintf("too little in the rows of %s", name)
		}
		f.blame(n.Args[1:]...)
		return fmt.Sprintf("nothing in the rows of %s", name)
	case listKind:
		return "nothing in the list"
	}
	switch n.Kernel {
	case expression.Share, expression.Percent:
		return "division by zero"
	}
	return undefined
}
