package plan

import (
	"regexp"

	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Op is what a node computes. A missing operand makes a result missing unless the
// comment says otherwise.
type Op uint8

// The operations, with what stands in Args.
const (
	Missing      Op = iota // no value
	Constant               // Num, Text, Flag or Micros, by the kind of Type
	Column                 // the account's cell: Index
	Field                  // the current row's cell: Table, Index
	Item                   // the current value of a list
	Variable               // Index
	Let                    // value, body: Index holds the value while the body is computed
	Guard                  // value, instant: missing unless instant is there and not after as-of
	Fresh                  // value, instant [, text]: missing unless fresh for Duration, or for the text's
	Publish                // x: rounded as Rounding says
	Input                  // what the place of the node gives: Index (Value, Score, Coverage)
	CardScore              // Index: the scorecard; CardBand and CardCoverage too
	CardBand               //
	CardCoverage           //
	Negate                 // x
	Add                    // a, b; so are the next four
	Subtract               //
	Multiply               //
	Divide                 // by zero: missing, and Text is the cause, if there is one
	Remainder              // by zero: missing
	Power                  // x; Index is the exponent
	Equal                  // a, b; so are the next five
	NotEqual               //
	Less                   //
	LessEqual              //
	More                   //
	MoreEqual              //
	IsMissing              // x: never missing
	Not                    // x
	And                    // a, b: three-valued
	Or                     // a, b: three-valued
	Cond                   // condition, then, else: missing only with the condition or the branch taken
	Coalesce               // a, b: b where a is missing
	In                     // x, list: yes if equal to one, else missing if one is missing
	ListOf                 // the values
	Concat                 // a, b
	Contains               // a, b; so are the next two
	StartsWith             //
	EndsWith               //
	Matches                // a; Pattern
	Table                  // the account's rows of Table
	Call                   // Kernel over Args; durations stand in Duration and Before
	PeerStat               // Kernel over Subject Index: the account's value [, parameter]
	Registered             // function Index over Args
)

// Holds tells what an order of two values (-1, 0, 1) means for a comparison.
func (op Op) Holds(order int) bool {
	switch op {
	case Equal:
		return order == 0
	case NotEqual:
		return order != 0
	case Less:
		return order < 0
	case LessEqual:
		return order <= 0
	case More:
		return order > 0
	}
	return order >= 0
}

// What Input can give.
const (
	InputValue = iota
	InputScore
	InputCoverage
)

// Rounding says how a value is published.
type Rounding uint8

// The roundings.
const (
	RoundNone   Rounding = iota
	RoundNumber          // at most Decimals; fewer from a million up; missing from 10^15
	RoundInt             // whole, to 2^53
	RoundMoney           // Decimals of the currency; 30 digits
)

// Node is one step. Equal nodes are one node: compare by pointer. Read-only.
type Node struct {
	ID       int // in Plan.Nodes; arguments stand before what uses them
	Op       Op
	Kernel   expression.Kernel
	Type     expression.Type
	Args     []*Node
	Index    int
	Table    int
	Num      exact.Num
	Text     string
	Flag     bool
	Micros   int64
	Duration signals.Duration
	Before   signals.Duration
	Hours    signals.Hours
	Pattern  *regexp.Regexp
	Rounding Rounding
	Decimals int
	// Name is what people call the node: a metric or column; empty for others.
	Name string
	// Depends says what a value depends on beyond the account: a bit for each
	// level of rows around it. 0: it is the same all over an account.
	Depends uint8
	// Nested: it is computed anew for each row of a row function around it.
	Nested bool
	// Uses counts the nodes and places that refer to it.
	Uses int
	// Late: it depends on an Input or a scorecard, so that it may change while one
	// account is scored.
	Late bool
	// Written is where a node with branches is written, in a watched plan.
	Written *expression.Node
}

// Pure tells whether the node's value is one for an account, once computed.
func (n *Node) Pure() bool { return n.Depends == 0 && !n.Late }

// Numeric tells whether the node gives a single number or amount.
func (n *Node) Numeric() bool { return n.Type.Numeric() }
