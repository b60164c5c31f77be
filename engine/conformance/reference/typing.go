package reference

// binding is a name inside one expression: a let, a parameter, value, score.
type binding struct {
	name  string
	value Value
	typ   Type
	outer *binding
}

// scope is where an expression is read. Without an account it serves typing alone.
type scope struct {
	rules   *RuleSet
	account *account
	row     *row   // the row at hand, inside a row function
	table   *Table // its table
	locals  *binding
	pinned  map[string]Value // columns and metrics held at another value
}

func (s scope) bind(name string, v Value, t Type) scope {
	s.locals = &binding{name, v, t, s.locals}
	return s
}

func (s scope) inRow(r *row, t *Table) scope {
	s.row, s.table = r, t
	return s
}

// outside is the scope of a rule function's body: no locals, no row.
func (s scope) outside() scope {
	s.row, s.table, s.locals = nil, nil, nil
	return s
}

func (s scope) local(name string) *binding {
	for b := s.locals; b != nil; b = b.outer {
		if b.name == name {
			return b
		}
	}
	return nil
}

func of(b Base) Type { return Type{Base: b} }

// typeOf is the static type of a well-typed expression.
func (s scope) typeOf(n Node) Type {
	switch n := n.(type) {
	case Lit:
		if n.Text.Rat().IsInt() {
			return of(IntType)
		}
		return of(NumberType)
	case Str:
		return of(TextType)
	case Nil:
		return of(NoType)
	case Name:
		return s.typeOfName(n.Name)
	case Dot:
		return of(s.table.column(n.Name).base())
	case Field:
		if n.Attr == "band" {
			return of(TextType)
		}
		return of(NumberType)
	case Unary:
		if n.Op == "not" {
			return of(BoolType)
		}
		return s.typeOf(n.X)
	case Binary:
		return s.typeOfBinary(n)
	case Cond:
		return of(join(s.typeOf(n.Then).Base, s.typeOf(n.Else).Base))
	case Let:
		return s.bind(n.Name, Value{}, s.typeOf(n.X)).typeOf(n.Body)
	case Items:
		return Type{Base: ListType, Elem: s.typeOf(n.Items[0]).Base}
	case Call:
		return s.typeOfCall(n)
	case Peers:
		return of(typeOfPeers(n.Fn, s.typeOfName(n.Of).Base))
	}
	return of(BoolType) // Truth, Chain
}

func (s scope) typeOfName(name string) Type {
	if b := s.local(name); b != nil {
		return b.typ
	}
	if c := s.rules.root().column(name); c != nil {
		return of(c.base())
	}
	if m := s.rules.metric(name); m != nil {
		return scope{rules: s.rules}.typeOf(m.Expr)
	}
	if t := s.rules.table(name); t != nil {
		return Type{Base: RowsType, Of: t}
	}
	panic("reference: unknown name " + name)
}

func (s scope) typeOfBinary(n Binary) Type {
	switch n.Op {
	case "+", "-", "*", "%", "??":
		return of(join(s.typeOf(n.L).Base, s.typeOf(n.R).Base))
	case "/":
		if s.typeOf(n.L).Base == MoneyType && s.typeOf(n.R).Base != MoneyType {
			return of(MoneyType)
		}
		return of(NumberType)
	}
	return of(BoolType)
}

// join is the type of two together: money beside anything is money, an int
// beside a number is a number.
func join(a, b Base) Base {
	if a == NoType {
		return b
	}
	if b == NoType || a == b {
		return a
	}
	if a == MoneyType || b == MoneyType {
		return MoneyType
	}
	return NumberType
}

func (s scope) typeOfCall(n Call) Type {
	if f := s.rules.function(n.Fn); f != nil {
		body := s.outside()
		for i, arg := range f.Args {
			body = body.bind(arg, Value{}, s.typeOf(n.Args[i]))
		}
		return body.typeOf(f.Expr)
	}
	switch n.Fn {
	case "count", "floor", "ceil", "days_since", "days_until", "days_between",
		"months_between", "months_since", "months_until", "business_days", "streak", "active_days":
		return of(IntType)
	case "percent", "share", "nps", "csat", "weighted_mean", "ces", "scale", "growth",
		"trend", "slope", "top_share", "stickiness", "business_hours":
		return of(NumberType)
	case "any", "all", "none", "contains", "startsWith", "endsWith", "matches":
		return of(BoolType)
	case "lower", "upper", "trim":
		return of(TextType)
	case "ago", "date", "start_of":
		return of(InstantType)
	case "within", "active", "filter", "latest":
		return s.typeOf(n.Args[0])
	case "map", "uniq":
		return Type{Base: ListType, Elem: s.itemType(n)}
	case "sum", "first", "last":
		return of(s.itemType(n))
	case "min", "max":
		if s.overRows(n) {
			return of(s.itemType(n))
		}
		return of(join(s.typeOf(n.Args[0]).Base, s.typeOf(n.Args[1]).Base))
	case "mean", "median", "quantile", "decayed_sum", "decayed_mean":
		return of(averaged(s.itemType(n)))
	case "round", "clamp", "abs":
		return s.typeOf(n.Args[0])
	}
	panic("reference: unknown function " + n.Fn)
}

// averaged is the type of a mean: of money money, of anything else a number.
func averaged(b Base) Base {
	if b == MoneyType {
		return MoneyType
	}
	return NumberType
}

func (s scope) overRows(n Call) bool {
	b := s.typeOf(n.Args[0]).Base
	return b == RowsType || b == ListType
}

// itemType is the type of what a row function goes over: f(table, .x) or f(list).
func (s scope) itemType(n Call) Base {
	over := s.typeOf(n.Args[0])
	if over.Base == ListType {
		return over.Elem
	}
	return s.inRow(nil, over.Of).typeOf(n.Args[1]).Base
}

func typeOfPeers(fn string, of Base) Base {
	switch fn {
	case "count", "ntile":
		return IntType
	case "percentile":
		return NumberType
	case "min", "max":
		return of
	}
	return averaged(of)
}
