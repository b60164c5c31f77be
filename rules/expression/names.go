package expression

import (
	"slices"
	"strings"
	"unicode"

	"github.com/expr-lang/expr/ast"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

func (k *check) identifier(n *ast.IdentifierNode) *Node {
	if strings.HasPrefix(n.Value, "$") {
		return k.pointer(n, strings.TrimPrefix(n.Value, "$"))
	}
	for i := len(k.variables) - 1; i >= 0; i-- {
		if v := k.variables[i]; v.name == n.Value {
			node := k.make(n, OpVariable, v.typ)
			node.Index = v.index
			return node
		}
	}
	if t, ok := k.scope.Names[n.Value]; ok {
		node := k.make(n, OpName, t)
		node.Text = n.Value
		return node
	}
	if k.scope.Unread.IsTwice(n.Value) {
		return k.unread(n)
	}
	if k.scope.Schema != nil {
		root := k.scope.Schema.Root()
		if column, i := root.Column(n.Value); column != nil {
			node := k.make(n, OpColumn, columnType(column))
			node.Index = i
			return node
		}
		if _, i := k.scope.Schema.Table(n.Value); i > 0 {
			node := k.make(n, OpTable, Type{Shape: Rows, Table: i})
			node.Table = i
			return node
		}
	}
	if k.scope.Metrics != nil {
		at := n.Location()
		if i, t, ok := k.scope.Metrics.Metric(n.Value, k.expr.At(at.From, at.To)); ok {
			if t.Invalid() {
				*k.failed = true
			}
			node := k.make(n, OpMetric, t)
			node.Index = i
			return node
		}
	}
	return k.unknown(n, n.Value)
}

func columnType(c *signals.Column) Type { return Type{Kind: c.Kind, Currency: c.Currency} }

func (k *check) unknown(n ast.Node, name string) *Node {
	switch {
	case k.scope.Schema == nil:
		return k.refuse(n, "unknown-name", "here only `value` is known", "unknown name `%s`", clip(name))
	case name != "value" && (k.scope.Unread.HasNames() || k.scope.Unread.HasColumns(k.scope.Schema.Root().Name)):
		return k.unread(n)
	case name == "value":
		return k.refuse(n, "unknown-name", "name the metric of the measure: {metric: ..., ...}", "there is no `value` here")
	case name == "peers":
		return k.refuse(n, "unknown-name", "peers.median(mrr), peers.percentile(usage_rate)...", "`peers` is used with a function")
	case k.scope.Schema != nil && k.scope.Schema.Root().Name == name:
		return k.refuse(n, "unknown-name", "name a column of the account directly", "`%s` is all accounts; here an expression sees one account", name)
	case k.scope.Cards != nil && k.scope.Cards[name].Bands != nil:
		return k.refuse(n, "unknown-name", "write "+name+".score, "+name+".band or "+name+".coverage", "`%s` is a scorecard", name)
	case k.functions[name] != nil || k.scope.Functions[name] != nil || k.scope.Registered[name] != nil:
		return k.refuse(n, "unknown-name", "write "+name+"(...)", "`%s` is a function", name)
	}
	if hint := k.inRows(name); hint != "" && !k.scope.Unread.HasNames() {
		return k.refuse(n, "unknown-name", hint, "unknown name `%s`", clip(name))
	}
	if node := k.elsewhere(n, name); node != nil {
		return node
	}
	hint := k.didYouMean(name)
	if n == k.besideText && foreignName(name) == "" {
		hint = strings.TrimSuffix(`a text stands in quotes: "`+clip(name)+`"; `+hint, "; ")
	}
	return k.refuse(n, "unknown-name", hint, "unknown name `%s`", clip(name))
}

// unread is a node of which nothing is known because the files have errors, which
// were reported.
func (k *check) unread(n ast.Node) *Node {
	*k.failed = true
	return k.make(n, OpInvalid, Type{})
}

// didYouMean looks for the name that was meant, among all that can be used here.
func (k *check) didYouMean(name string) string {
	var names []string
	for _, v := range k.variables {
		names = append(names, v.name)
	}
	for n := range k.scope.Names {
		names = append(names, n)
	}
	if k.scope.Schema != nil {
		for _, c := range k.scope.Schema.Root().Columns {
			names = append(names, c.Name)
		}
		for _, t := range k.scope.Schema.Tables[1:] {
			names = append(names, t.Name)
		}
	}
	if k.scope.Metrics != nil {
		names = append(names, k.scope.Metrics.MetricNames()...)
	}
	for n := range k.scope.Cards {
		names = append(names, n)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !spellable(name) })
	if hint := foreignName(name); hint != "" {
		return hint
	}
	if near := spelling.Nearest(name, names); near != "" {
		return "did you mean `" + near + "`?"
	}
	if len(k.rows) > 0 {
		if near := spelling.Nearest(name, k.fieldNames()); near != "" {
			return "did you mean `." + near + "`?"
		}
	}
	return ""
}

func (k *check) fieldNames() []string {
	row := k.rows[len(k.rows)-1]
	if row.Shape != Rows || k.scope.Schema == nil {
		return nil
	}
	var names []string
	for _, c := range k.scope.Schema.Tables[row.Table].Columns {
		if spellable(c.Name) {
			names = append(names, c.Name)
		}
	}
	return names
}

// pointer is `#` (no name) or `.name`.
func (k *check) pointer(n ast.Node, name string) *Node {
	if len(k.rows) == 0 {
		if name == "" {
			return k.refuse(n, "row-outside", "", "`#` stands for the current value of a list, and there is none here")
		}
		return k.refuse(n, "row-outside", "use it as in sum(usage, .actions)", "`.%s` is a column of the current row, and there is no row here", name)
	}
	row := k.rows[len(k.rows)-1]
	if name == "" {
		if row.Shape == Rows {
			return k.refuse(n, "expression-type", "write .name or #.name", "`#` is a whole row here; name one of its columns")
		}
		return k.make(n, OpItem, row.Item())
	}
	return k.field(n, row, name)
}

func (k *check) field(n ast.Node, row Type, name string) *Node {
	if row.Invalid() {
		return k.make(n, OpInvalid, Type{})
	}
	if row.Shape != Rows {
		return k.refuse(n, "expression-type", "`#` is the value", "the values of this list have no columns")
	}
	table := k.scope.Schema.Tables[row.Table]
	column, i := table.Column(name)
	if column == nil && k.scope.Unread.HasColumns(table.Name) {
		return k.unread(n)
	}
	if column == nil {
		hint := ""
		if near := spelling.Nearest(name, k.fieldNames()); near != "" {
			hint = "did you mean `." + near + "`?"
		}
		return k.refuse(n, "unknown-column", hint, "table `%s` has no column `%s`", table.Name, clip(name))
	}
	node := k.make(n, OpField, columnType(column))
	node.Table, node.Index = row.Table, i
	return node
}

// member is `card.band` or `#.name`; all else with a dot is refused.
func (k *check) member(n *ast.MemberNode) *Node {
	property, ok := n.Property.(*ast.StringNode)
	if !ok {
		return k.refuse(n, "expression-refused", "use first or last", "`[...]` behind a value is not part of the rule language")
	}
	base, ok := n.Node.(*ast.IdentifierNode)
	switch {
	case !ok:
	case base.Value == "$":
		if len(k.rows) == 0 {
			return k.pointer(n, property.Value)
		}
		return k.field(n, k.rows[len(k.rows)-1], property.Value)
	case base.Value == "peers":
		return k.refuse(n, "unknown-name", "peers."+property.Value+"(mrr)", "peers.%s is a function", property.Value)
	case k.scope.Cards != nil && k.scope.Unread.IsTwice(base.Value):
		return k.unread(n)
	default:
		return k.memberOf(n, base, property.Value)
	}
	if k.blankBefore(property) {
		return k.refuse(n, "expression-refused", "write a comma before it: , ."+property.Value, "a comma is missing before `.%s`", clip(property.Value))
	}
	return k.refuse(n, "expression-refused", "to take a column of rows, use map, first, last...", "`.%s` behind a value is not part of the rule language", property.Value)
}

// memberOf is what stands behind the dot of a name.
func (k *check) memberOf(n *ast.MemberNode, base *ast.IdentifierNode, property string) *Node {
	if card, ok := k.scope.Cards[base.Value]; ok {
		return k.card(n, base.Value, card, property)
	}
	if _, i := k.tableNamed(base.Value); i > 0 {
		if k.blankBefore(n.Property) {
			return k.refuse(n, "expression-refused", "a comma stands between the rows and their column: sum("+base.Value+", ."+property+")",
				"a comma is missing between `%s` and `.%s`", base.Value, clip(property))
		}
		return k.refuse(n, "expression-refused", "use a row function: sum("+base.Value+", ."+property+")", "`%s` holds many rows", base.Value)
	}
	if x := k.known(base.Value); x != "" {
		return k.refuse(n, "expression-refused", "write `"+base.Value+"` alone", "%s `%s` is a single value and has no `.%s`", x, base.Value, property)
	}
	return k.unknown(base, base.Value)
}

// blankBefore tells whether a blank stands before the dot of a property.
func (k *check) blankBefore(property ast.Node) bool {
	dot := property.Location().From - 1
	return dot > 0 && dot < len(k.syntax.text) && k.syntax.text[dot] == '.' && unicode.IsSpace(k.syntax.text[dot-1])
}

// known says what kind of single value a name is; empty if it is none.
func (k *check) known(name string) string {
	if k.scope.Schema != nil {
		if column, _ := k.scope.Schema.Root().Column(name); column != nil {
			return "column"
		}
	}
	if k.scope.Metrics != nil && slices.Contains(k.scope.Metrics.MetricNames(), name) {
		return "metric"
	}
	return ""
}

func (k *check) tableNamed(name string) (*signals.Table, int) {
	if k.scope.Schema == nil {
		return nil, -1
	}
	return k.scope.Schema.Table(name)
}

func (k *check) card(n *ast.MemberNode, name string, card Card, member string) *Node {
	types := map[string]Type{"score": Of(signals.Number), "coverage": Of(signals.Number), "band": Of(signals.String)}
	t, ok := types[member]
	if !ok {
		hint := "score, band and coverage are what a scorecard gives"
		if near := spelling.Nearest(member, []string{"score", "band", "coverage"}); near != "" {
			hint = "did you mean `" + near + "`?"
		}
		return k.refuse(n, "unknown-name", hint, "scorecard `%s` has no `%s`", name, clip(member))
	}
	node := k.make(n, OpCard, t)
	node.From = n.Node.Location().From
	node.Index, node.Text = card.Index, member
	return node
}
