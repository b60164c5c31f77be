package reference

// Node is an expression.
type Node interface{ node() }

type (
	// Lit is a literal number, as written.
	Lit struct{ Text Dec }
	// Str is a literal text.
	Str struct{ Text string }
	// Truth is true or false.
	Truth struct{ Is bool }
	// Nil is the literal nil.
	Nil struct{}
	// Name is a column, metric, child table, or a local name such as value.
	Name struct{ Name string }
	// Dot is a column of the row at hand: .actions.
	Dot struct{ Name string }
	// Field is what a scorecard gave, for flags: health.band.
	Field struct{ Card, Attr string }
	// Unary is - or not.
	Unary struct {
		Op string
		X  Node
	}
	// Binary is any operator with two sides.
	Binary struct {
		Op   string
		L, R Node
	}
	// Chain is a < b <= c: as many operators as operands less one.
	Chain struct {
		Ops  []string
		Args []Node
	}
	// Cond is c ? a : b.
	Cond struct{ If, Then, Else Node }
	// Let is let name = x; body.
	Let struct {
		Name    string
		X, Body Node
	}
	// Items is a literal list, for in.
	Items struct{ Items []Node }
	// Call is a function, ours or one that the rules declare.
	Call struct {
		Fn   string
		Args []Node
		Pipe bool // written as first | fn(rest)
	}
	// Peers is peers.fn(name, ...).
	Peers struct {
		Fn   string
		Of   string
		Args []Node
	}
)

func (Lit) node()    {}
func (Str) node()    {}
func (Truth) node()  {}
func (Nil) node()    {}
func (Name) node()   {}
func (Dot) node()    {}
func (Field) node()  {}
func (Unary) node()  {}
func (Binary) node() {}
func (Chain) node()  {}
func (Cond) node()   {}
func (Let) node()    {}
func (Items) node()  {}
func (Call) node()   {}
func (Peers) node()  {}

// children lists the parts of an expression, for walks that ask what it refers to.
func children(n Node) []Node {
	switch n := n.(type) {
	case Unary:
		return []Node{n.X}
	case Binary:
		return []Node{n.L, n.R}
	case Chain:
		return n.Args
	case Cond:
		return []Node{n.If, n.Then, n.Else}
	case Let:
		return []Node{n.X, n.Body}
	case Items:
		return n.Items
	case Call:
		return n.Args
	case Peers:
		return n.Args
	}
	return nil
}

// anyNode tells whether some part of the expression is as asked.
func anyNode(n Node, is func(Node) bool) bool {
	if is(n) {
		return true
	}
	for _, c := range children(n) {
		if anyNode(c, is) {
			return true
		}
	}
	return false
}
