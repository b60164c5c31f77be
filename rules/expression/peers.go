package expression

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

func (k *check) peersCall(n ast.Node, name string, args []ast.Node) *Node {
	f := k.peers[name]
	if f == nil {
		hint := ""
		if near := spelling.Nearest(name, k.peers.names()); near != "" {
			hint = "did you mean `peers." + near + "`?"
		}
		if other := foreignFunctions[strings.ToLower(name)]; other == "use mean" {
			hint = "use peers.mean"
		}
		return k.refuse(n, "unknown-function", hint, "unknown function `peers.%s`", clip(name))
	}
	if k.scope.NoPeers != "" {
		return k.refuse(n, "peers-refused", "", "%s", k.scope.NoPeers)
	}
	o := f.Overloads[0]
	if !fits(o, len(args)) {
		return k.refuse(n, "argument-count", "", "peers.%s: write %s", name, signature(name, o))
	}
	// Rows around do not matter: what is compared is a column or metric.
	rows, variables := k.rows, k.variables
	k.rows, k.variables = nil, nil
	x := k.node(args[0])
	k.rows, k.variables = rows, variables
	if x.Type.Invalid() {
		return k.make(n, OpInvalid, Type{}, x)
	}
	if x.Op != OpColumn && x.Op != OpMetric {
		return k.errorf(x, "argument-type", "put the expression into a metric and name that", "peers.%s compares a column or a metric, by its name", name)
	}
	if !k.valueFits(x, o.Params[0], "peers."+name) {
		return k.make(n, OpInvalid, Type{})
	}
	node := k.make(n, OpPeers, Type{}, x)
	node.Overload, node.Text = o, name
	for i := 1; i < len(args); i++ {
		node.Args = append(node.Args, k.argument(args[i], o.Params[i], x, "peers."+name))
	}
	if *k.failed {
		return k.make(n, OpInvalid, Type{})
	}
	switch o.Result {
	case GivesInt:
		node.Type = Of(signals.Int)
	case GivesNumber:
		node.Type = Of(signals.Number)
	default:
		node.Type = x.Type
		if o.Result == GivesMean && x.Type.Kind == signals.Int {
			node.Type = Of(signals.Number)
		}
	}
	extend(node)
	return node
}
