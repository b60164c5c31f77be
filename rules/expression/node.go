package expression

import (
	"regexp"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Op is what a node of the typed tree does.
type Op uint8

// The operations. Each comment says what Args hold, and which other fields count.
const (
	OpInvalid    Op = iota
	OpNil           // nil
	OpNumber        // literal: Num
	OpText          // literal: Text
	OpBool          // literal: Flag
	OpInstant       // literal: Micros
	OpColumn        // column of the account: Index
	OpField         // column of the current row: Table, Index
	OpItem          // the current value of a list
	OpMetric        // metric: Index
	OpName          // a name that the place of the expression gives (value, score, coverage): Text
	OpCard          // member of a scorecard: Index (card), Text (score, band, coverage)
	OpVariable      // let variable or argument: Index
	OpLet           // Args value, body; Index
	OpNegate        // Args x
	OpAdd           // Args a, b; so are the next four
	OpSubtract      //
	OpMultiply      //
	OpDivide        //
	OpRemainder     //
	OpPower         // Args x; Index is the exponent
	OpEqual         // Args a, b; so are the next five
	OpNotEqual      //
	OpLess          //
	OpLessEqual     //
	OpMore          //
	OpMoreEqual     //
	OpIsMissing     // Args x
	OpNot           // Args x
	OpAnd           // Args a, b
	OpOr            // Args a, b
	OpCond          // Args condition, then, else
	OpCoalesce      // Args a, b
	OpIn            // Args x, list
	OpList          // Args the values
	OpConcat        // Args a, b
	OpContains      // Args a, b
	OpStartsWith    // Args a, b
	OpEndsWith      // Args a, b
	OpMatches       // Args a; Pattern
	OpTable         // rows of a child table: Table
	OpCall          // function of the catalogue: Overload, Args
	OpDuration      // an argument that is a duration: Duration
	OpWord          // an argument that is a word, or hours of the day: Text
	OpPeers         // peers.f: Overload, Args (a column or metric first)
	OpInlined       // the published value of a function written in the rules: Args body
	OpRegistered    // function registered in Go: Text, Index, Args
)

// Node is one node of the typed tree. The fields that count depend on Op. A tree
// is read-only once checked.
type Node struct {
	Op       Op
	Type     Type
	Args     []*Node
	Index    int
	Table    int
	Num      exact.Num
	Text     string
	Flag     bool
	Micros   int64
	Duration signals.Duration
	Pattern  *regexp.Regexp
	Overload *Overload
	// From and To are the characters of Expr that the node stands for.
	From, To int
	// Expr is where the node is written: the expression checked, or the body of a
	// function that it calls.
	Expr *rules.Expression
}

// Walk visits n and all nodes below it, parents first, until visit says no.
func (n *Node) Walk(visit func(*Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, a := range n.Args {
		a.Walk(visit)
	}
}
