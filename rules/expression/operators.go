package expression

import (
	"regexp"
	syntaxtree "regexp/syntax"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// maxPower bounds the exponent of `**`: exact powers grow with it.
const maxPower = 16

// maxPattern bounds the text of a regular expression, maxPatternSize the machine
// that it makes: each character of a text may cost as many steps.
const (
	maxPattern     = 1000
	maxPatternSize = 2000
)

func (k *check) unary(n *ast.UnaryNode) *Node {
	x := k.node(n.Node)
	switch n.Operator {
	case "not", "!":
		k.yesNo(x, "`not`: what it turns")
		return k.make(n, OpNot, Of(signals.Bool), x)
	case "-", "+":
		if !x.Type.Invalid() && !x.Type.Numeric() {
			return k.errorf(x, "expression-type", "", "a sign needs a number, but this is %s", x.Type)
		}
		if n.Operator == "+" {
			return x
		}
		if x.Op == OpNumber {
			folded := k.make(n, OpNumber, x.Type, x)
			folded.Num, folded.Args = x.Num.Neg(), nil
			return folded
		}
		return k.make(n, OpNegate, x.Type, x)
	}
	return k.refuse(n, "expression-refused", "", "`%s` is not part of the rule language", n.Operator)
}

func (k *check) binary(n *ast.BinaryNode) *Node {
	if n.Operator == "**" || n.Operator == "^" {
		return k.power(n)
	}
	a := k.node(n.Left)
	if a.Type.Is(signals.String) && n.Operator != "+" && n.Operator != "??" {
		k.besideText = n.Right
	}
	b := k.node(n.Right)
	switch n.Operator {
	case "+", "-", "*", "/", "%":
		return k.arithmetic(n, a, b)
	case "==", "!=":
		return k.equality(n, a, b)
	case "<", "<=", ">", ">=":
		return k.order(n, a, b)
	case "and", "&&", "or", "||":
		k.yesNo(a, "`"+n.Operator+"`: its left side")
		k.yesNo(b, "`"+n.Operator+"`: its right side")
		if n.Operator == "and" || n.Operator == "&&" {
			return k.make(n, OpAnd, Of(signals.Bool), a, b)
		}
		return k.make(n, OpOr, Of(signals.Bool), a, b)
	case "??":
		return k.coalesce(n, a, b)
	case "in":
		return k.in(n, a, b)
	case "contains", "startsWith", "endsWith", "matches":
		return k.textTest(n, a, b)
	}
	return k.refuse(n, "expression-refused", "", "`%s` is not part of the rule language", n.Operator)
}

var arithmeticOps = map[string]Op{"+": OpAdd, "-": OpSubtract, "*": OpMultiply, "/": OpDivide, "%": OpRemainder}

func (k *check) arithmetic(n *ast.BinaryNode, a, b *Node) *Node {
	if a.Type.Invalid() || b.Type.Invalid() {
		return k.make(n, OpInvalid, Type{}, a, b)
	}
	if n.Operator == "+" && a.Type.Is(signals.String) && b.Type.Is(signals.String) {
		return k.make(n, OpConcat, Of(signals.String), a, b)
	}
	for _, x := range []*Node{a, b} {
		if x.Type.Numeric() {
			continue
		}
		hint := ""
		switch {
		case x.Type.Shape == Rows:
			hint = "use sum, count, mean... of them"
		case x.Type.Shape == Scalar && x.Type.Kind.Temporal():
			hint = "count days: days_since(a) - days_since(b); go back in time: ago(\"30d\")"
		case x.Type.Nil:
			hint = "nil can only be compared: x == nil, x != nil"
		}
		return k.errorf(x, "expression-type", hint, "`%s` needs numbers, but this is %s", n.Operator, x.Type)
	}
	t, message, hint := arithmeticType(n.Operator, a.Type, b.Type)
	if message != "" {
		return k.refuse(n, "expression-money", hint, "%s", message)
	}
	return k.make(n, arithmeticOps[n.Operator], t, a, b)
}

// arithmeticType is the type of `a operator b`. Money adds to money, is scaled by
// numbers, and divides by money to a number; a literal beside money is an amount
// where that makes sense, else a factor.
func arithmeticType(operator string, a, b Type) (t Type, message, hint string) {
	am, bm := a.Kind == signals.Money, b.Kind == signals.Money
	literal := a.Literal && b.Literal
	if !am && !bm {
		if operator != "/" && a.Kind == signals.Int && b.Kind == signals.Int {
			return Type{Kind: signals.Int, Literal: literal}, "", ""
		}
		return Type{Kind: signals.Number, Literal: literal}, "", ""
	}
	switch operator {
	case "+", "-":
		u, ok := unifyNumbers(a, b)
		if !ok && am && bm {
			return t, "amounts of different currencies cannot be added", ""
		}
		if !ok {
			return t, "money and a number cannot be added or subtracted", "declare the column as money, or divide the money by money"
		}
		return u, "", ""
	case "*":
		if am && bm {
			return t, "money times money has no meaning", ""
		}
		if am {
			return a, "", ""
		}
		return b, "", ""
	case "/":
		switch {
		case am && bm && a.Currency != b.Currency:
			return t, "amounts of different currencies cannot be divided", ""
		case bm && (am || a.Literal):
			return Of(signals.Number), "", ""
		case am:
			return a, "", ""
		}
		return t, "a number divided by money has no meaning", "divide money by money, or money by a number"
	}
	return t, "the remainder of money has no meaning", ""
}

func (k *check) power(n *ast.BinaryNode) *Node {
	x, e := k.node(n.Left), k.node(n.Right)
	if x.Type.Invalid() || e.Type.Invalid() {
		return k.make(n, OpInvalid, Type{}, x)
	}
	if !x.Type.Numeric() || x.Type.Kind == signals.Money {
		return k.errorf(x, "expression-type", "", "`%s` needs a number, but this is %s", n.Operator, x.Type)
	}
	exponent, whole := int64(0), false
	if e.Op == OpNumber {
		exponent, whole = e.Num.Int64()
	}
	if !whole || exponent < -maxPower || exponent > maxPower {
		return k.errorf(e, "expression-type", "for a root use sqrt(x)", "an exponent must be a whole number from -16 to 16")
	}
	t := Type{Kind: signals.Number, Literal: x.Type.Literal}
	if x.Type.Kind == signals.Int && exponent >= 0 {
		t.Kind = signals.Int
	}
	node := k.make(n, OpPower, t, x)
	node.Index = int(exponent)
	node.To = max(node.To, e.To)
	return node
}

func (k *check) equality(n *ast.BinaryNode, a, b *Node) *Node {
	op := OpEqual
	if n.Operator == "!=" {
		op = OpNotEqual
	}
	if a.Type.Nil || b.Type.Nil {
		x := a
		if a.Type.Nil {
			x = b
		}
		if x.Type.Nil {
			return k.refuse(n, "expression-type", "", "nil is compared with nil")
		}
		test := k.make(n, OpIsMissing, Of(signals.Bool), x)
		test.From, test.To = min(a.From, b.From), max(a.To, b.To)
		if op == OpNotEqual {
			return k.make(n, OpNot, Of(signals.Bool), test)
		}
		return test
	}
	a, b, ok := k.comparable(n, a, b)
	if !ok {
		return k.make(n, OpInvalid, Type{}, a, b)
	}
	k.checkBand(a, b)
	k.checkBand(b, a)
	return k.make(n, op, Of(signals.Bool), a, b)
}

// checkBand finds a band compared with a name that its scorecard does not have.
func (k *check) checkBand(card, literal *Node) {
	if card.Op != OpCard || card.Text != "band" || literal.Op != OpText {
		return
	}
	for name, c := range k.scope.Cards {
		if c.Index != card.Index || c.Open || literal.Text == "unknown" || slices.Contains(c.Bands, literal.Text) {
			continue
		}
		hint := "its bands: " + strings.Join(c.Bands, ", ")
		if near := spelling.Nearest(literal.Text, c.Bands); near != "" {
			hint = "did you mean `" + near + "`?"
		}
		k.errorf(literal, "unknown-band", hint, "scorecard `%s` has no band `%s`", name, clip(literal.Text))
	}
}

var orderOps = map[string]Op{"<": OpLess, "<=": OpLessEqual, ">": OpMore, ">=": OpMoreEqual}

func (k *check) order(n *ast.BinaryNode, a, b *Node) *Node {
	if a.Type.Nil || b.Type.Nil {
		return k.refuse(n, "expression-type", "nil can only be compared with == and !=", "`%s` cannot compare with nil", n.Operator)
	}
	a, b, ok := k.comparable(n, a, b)
	if !ok {
		return k.make(n, OpInvalid, Type{}, a, b)
	}
	if a.Type.Is(signals.Bool) {
		return k.refuse(n, "expression-type", "", "`%s` cannot order a yes or no", n.Operator)
	}
	return k.make(n, orderOps[n.Operator], Of(signals.Bool), a, b)
}

// comparable checks that a and b are of one kind, and reads a text beside a date
// as a date.
func (k *check) comparable(n ast.Node, a, b *Node) (*Node, *Node, bool) {
	if a.Type.Invalid() || b.Type.Invalid() {
		return a, b, false
	}
	a, b = k.readDates(a, b)
	if _, ok := unify(a.Type, b.Type); ok && a.Type.Shape == Scalar && b.Type.Shape == Scalar {
		return a, b, true
	}
	if *k.failed && (a.Type.Invalid() || b.Type.Invalid()) {
		return a, b, false
	}
	hint := ""
	switch {
	case a.Type.Kind.Numeric() && b.Op == OpText, b.Type.Kind.Numeric() && a.Op == OpText:
		hint = "write the number without quotes"
	case a.Type.Kind == signals.Bool && b.Op == OpText, b.Type.Kind == signals.Bool && a.Op == OpText:
		hint = "write true or false without quotes"
	case a.Type.Kind.Temporal() && k.isWrittenDay(b), b.Type.Kind.Temporal() && k.isWrittenDay(a):
		day := b
		if b.Type.Kind.Temporal() {
			day = a
		}
		hint = dayHint(string(k.syntax.text[day.From:day.To]))
	case a.Type.Kind == signals.Money || b.Type.Kind == signals.Money:
		hint = "a column can be declared as money, and a number written out is an amount beside money"
	}
	k.errorAt(min(a.From, b.From), max(a.To, b.To), "expression-type", hint, "cannot compare %s with %s", a.Type, b.Type)
	return a, b, false
}

// isWrittenDay tells a date without quotes, which reads as a difference.
func (k *check) isWrittenDay(n *Node) bool {
	return n.To <= len(k.syntax.text) && n.From <= n.To && writtenDay.MatchString(string(k.syntax.text[n.From:n.To]))
}

// readDates turns a literal text beside a date or time into that instant.
func (k *check) readDates(a, b *Node) (*Node, *Node) {
	if a.Type.Shape == Scalar && b.Type.Shape == Scalar {
		if a.Type.Kind.Temporal() && b.Op == OpText {
			return a, k.instant(b)
		}
		if b.Type.Kind.Temporal() && a.Op == OpText {
			return k.instant(a), b
		}
	}
	return a, b
}

func (k *check) instant(n *Node) *Node {
	micros, err := signals.ParseDate(n.Text)
	t := Of(signals.Date)
	if err != nil {
		micros, err = signals.ParseTime(n.Text)
		t = Of(signals.Time)
	}
	if err != nil {
		return k.errorf(n, "expression-type", "dates are written \"2026-11-01\"", "%q is not a date", clip(n.Text))
	}
	return &Node{Op: OpInstant, Type: t, Micros: micros, From: n.From, To: n.To, Expr: n.Expr}
}

func (k *check) coalesce(n *ast.BinaryNode, a, b *Node) *Node {
	a, b = k.readDates(a, b)
	t, ok := unify(a.Type, b.Type)
	switch {
	case a.Type.Invalid() || b.Type.Invalid():
		return k.make(n, OpInvalid, Type{}, a, b)
	case a.Type.Shape != Scalar || b.Type.Shape != Scalar:
		return k.refuse(n, "expression-type", "", "`??` works on single values")
	case !ok:
		return k.errorf(b, "expression-type", "", "`??` needs the same type on both sides: %s, then %s", a.Type, b.Type)
	case t.Nil:
		return k.refuse(n, "expression-type", "", "`??` between nil and nil")
	}
	return k.make(n, OpCoalesce, t, a, b)
}

func (k *check) in(n *ast.BinaryNode, x, list *Node) *Node {
	switch {
	case x.Type.Invalid() || list.Type.Invalid():
		return k.make(n, OpInvalid, Type{}, x, list)
	case x.Type.Nil:
		return k.errorf(x, "expression-type", "nil can only be compared with == and !=", "nil cannot be looked for in a list")
	case x.Type.Shape != Scalar:
		return k.errorf(x, "expression-type", "", "`in` looks for a single value, but this is %s", x.Type)
	case list.Type.Shape != List:
		return k.errorf(list, "expression-type", "write x in [\"a\", \"b\"]", "`in` needs a list, but this is %s", list.Type)
	}
	if x.Type.Kind.Temporal() && list.Op == OpList {
		for i, a := range list.Args {
			if a.Op == OpText {
				list.Args[i] = k.instant(a)
				list.Type.Kind = signals.Time
			}
		}
	}
	if x.Op == OpCard && list.Op == OpList {
		for _, a := range list.Args {
			k.checkBand(x, a)
		}
	}
	item := list.Type.Item()
	item.Literal = list.Type.Literal
	if _, ok := unify(x.Type, item); !ok {
		return k.errorf(list, "expression-type", "", "%s cannot be in a list of another type (%s)", x.Type, item)
	}
	return k.make(n, OpIn, Of(signals.Bool), x, list)
}

var textOps = map[string]Op{"contains": OpContains, "startsWith": OpStartsWith, "endsWith": OpEndsWith, "matches": OpMatches}

func (k *check) textTest(n *ast.BinaryNode, a, b *Node) *Node {
	for _, x := range []*Node{a, b} {
		if !x.Type.Invalid() && !x.Type.Is(signals.String) {
			return k.errorf(x, "expression-type", "", "`%s` needs text, but this is %s", n.Operator, x.Type)
		}
	}
	if n.Operator != "matches" {
		return k.make(n, textOps[n.Operator], Of(signals.Bool), a, b)
	}
	if b.Op != OpText {
		return k.errorf(b, "expression-pattern", "", "the pattern of `matches` must be written out as text")
	}
	if len(b.Text) > maxPattern {
		return k.errorf(b, "expression-pattern", "", "the pattern is longer than 1,000 characters")
	}
	pattern, err := regexp.Compile(b.Text)
	if err != nil {
		return k.errorf(b, "expression-pattern", "patterns are RE2 regular expressions", "the pattern cannot be read: %v", err)
	}
	if patternSize(b.Text) > maxPatternSize {
		return k.errorf(b, "expression-pattern", "repeat less: {0,999} is long when it is written out", "the pattern is too large")
	}
	node := k.make(n, OpMatches, Of(signals.Bool), a)
	node.Pattern, node.Text, node.To = pattern, b.Text, b.To
	return node
}

// patternSize is the number of instructions of a pattern's machine.
func patternSize(pattern string) int {
	parsed, err := syntaxtree.Parse(pattern, syntaxtree.Perl)
	if err != nil {
		return 0
	}
	program, err := syntaxtree.Compile(parsed.Simplify())
	if err != nil {
		return 0
	}
	return len(program.Inst)
}
