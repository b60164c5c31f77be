package reference

// Table is a table of signals; the root has no parent.
type Table struct {
	Name    string
	Parent  string
	Key     string // the column that holds the parent's key (the own key at the root)
	Time    string
	Until   string
	Columns []*Column
}

// Column declares one column. Type is the name that a rule's author writes.
type Column struct {
	Name     string
	Type     string
	Optional bool
	File     string // its name in the data where that differs
	Default  *Cell
	OneOf    []string
	Min, Max Dec
	At       string
	KnownAt  string
	FreshFor string // a duration, or
	FreshBy  Node   // an expression of value that gives one
}

// Cell is a JSON scalar as the data has it.
type Cell string

// Record is a row as the data has it: cells by the column's name in the file,
// child rows by table. A table that is absent was not supplied.
type Record struct {
	Cells    map[string]Cell
	Children map[string][]*Record
}

func (t *Table) column(name string) *Column {
	for _, c := range t.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

func (c *Column) fileName() string {
	if c.File != "" {
		return c.File
	}
	return c.Name
}

func (c *Column) base() Base {
	switch c.Type {
	case "string":
		return TextType
	case "int":
		return IntType
	case "number":
		return NumberType
	case "money":
		return MoneyType
	case "bool":
		return BoolType
	case "date", "time":
		return InstantType
	}
	panic("reference: no such type: " + c.Type)
}
