package signals

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// Input takes the rows of one table from one file.
type Input struct {
	builder *Builder
	table   *table
	file    string
	at      []int // by column of the table the field of the header; -1 if it has none
	width   int   // fields of the header
	partial bool  // some of its fields are not needed
	plain   *plainRows
	memory  *blockMemory // of its decoders
	objects *plainObjects
}

// Reads tells whether rows of a table are needed, for themselves or because they
// lead rows below them to their accounts.
func (b *Builder) Reads(table string) bool {
	_, i := b.schema.Table(table)
	return i >= 0 && b.tables[i].read
}

// Input begins a file with rows of a table. A child table that has a file is
// supplied for all accounts. Child tables are read before the first account, each
// after its parent, and from one file only. The error is a [*NoParentError] if the
// parent has no file.
func (b *Builder) Input(table, file string) (*Input, error) {
	_, i := b.schema.Table(table)
	if i < 0 {
		return nil, fmt.Errorf("%s: there is no table %s", file, table)
	}
	t := b.tables[i]
	if i > 0 {
		switch {
		case !t.read:
			return nil, fmt.Errorf("%s: the rows of %s are not needed", file, table)
		case b.sealed:
			return nil, fmt.Errorf("%s: rows of %s cannot follow accounts", file, table)
		case t.children.shared:
			return nil, fmt.Errorf("%s: %s was read from %s already", file, table, t.summary.File)
		case t.parent.parent != nil && !t.parent.children.shared:
			return nil, &NoParentError{File: file, Table: table, Parent: t.decl.Parent}
		}
		t.children.shared = true
	}
	t.summary.File = file
	return &Input{builder: b, table: t, file: file}, nil
}

// Header tells the names of the fields that all rows to come have, and gives back
// which of these are needed. Names that no column has are ignored with a notice.
// The error is a [*MissingColumnsError].
func (in *Input) Header(names []string) (wanted []bool, err error) {
	t := in.table
	wanted = make([]bool, len(names))
	in.at = make([]int, len(t.decl.Columns))
	in.width = len(names)
	declared := make([]bool, len(names))
	missing := &MissingColumnsError{File: in.file, Table: t.decl.Name}
	for c, decl := range t.decl.Columns {
		source := decl.Source
		if source == "" {
			source = decl.Name
		}
		field := slices.Index(names, source)
		in.at[c] = field
		if field >= 0 {
			declared[field] = true
			wanted[field] = t.columns[c] != nil
		} else if !decl.Optional {
			missing.Columns = append(missing.Columns, source)
			missing.Declared = append(missing.Declared, decl.Name)
		}
	}
	if len(missing.Columns) > 0 {
		missing.Hint = headerHint(names, missing.Columns, declared)
		return nil, missing
	}
	var ignored []string
	for field, name := range names {
		if !declared[field] {
			ignored = append(ignored, quote(name))
		}
	}
	if len(ignored) > 0 {
		in.builder.notice(fmt.Sprintf("%s: ignored, because %s does not declare them: %s", in.file, t.decl.Name, someOf(ignored)))
	}
	in.partial = slices.Contains(wanted, false)
	in.plain = newPlainRows(in)
	return wanted, nil
}

// someOf lists names, the first ones of many.
func someOf(names []string) string {
	const most = 10
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}

// headerHint guesses why columns are missing.
func headerHint(names, missing []string, declared []bool) string {
	if len(names) == 1 {
		for _, s := range []struct{ separator, called string }{{";", "semicolons"}, {"\t", "tabs"}, {"|", "bars"}} {
			if strings.Contains(names[0], s.separator) {
				return fmt.Sprintf("the header reads %s, separated by %s, and only commas separate: save the file as CSV UTF-8 (comma delimited)",
					quote(names[0]), s.called)
			}
		}
	}
	var free []string
	for field, name := range names {
		if !declared[field] {
			free = append(free, name)
		}
	}
	for _, name := range missing {
		if near := spelling.Nearest(name, free); near != "" {
			return fmt.Sprintf("there is %q, which may be meant for %s", near, name)
		}
	}
	if len(free) == len(names) {
		return firstRowHint(names)
	}
	return ""
}

// firstRowHint says that the header is none: a title may stand above it.
func firstRowHint(names []string) string {
	const wanted = "the first row has to hold the names of the columns"
	var reads []string
	for _, name := range names {
		if name != "" {
			reads = append(reads, quote(name))
		}
	}
	if len(reads) == 0 {
		return wanted + ", and is blank"
	}
	return wanted + ", and reads " + someOf(reads)
}

// AddCells adds a row by the fields of the header, whose bytes are not kept.
// Fields that are not wanted may be nil. The error is a [*RefusedError], under
// [Builder.Strict] only.
func (in *Input) AddCells(line int, fields [][]byte) error {
	if done, err := in.plain.addCells(line, fields); done {
		return err
	}
	return in.addCells(line, fields)
}

// addCells adds a row in the general way.
func (in *Input) addCells(line int, fields [][]byte) error {
	if len(fields) != in.width {
		return in.Refuse(line, 0, fmt.Sprintf("the row has %d fields, and the header %d", len(fields), in.width))
	}
	if blank(fields) {
		return in.Refuse(line, 0, in.blankRow())
	}
	r := row{input: in, line: line, fields: fields, at: in.at}
	if in.table.parent == nil {
		return in.builder.unlessStrict(in.builder.addAccount(&r, nil))
	}
	_, _, err := in.builder.addChild(in.table, &r, owner{})
	return in.builder.unlessStrict(err)
}

// blank tells whether nothing stands in a row, as far as it is read.
func blank(fields [][]byte) bool {
	for _, field := range fields {
		if len(trim(field)) > 0 {
			return false
		}
	}
	return true
}

// blankRow says what a row is in which nothing stands.
func (in *Input) blankRow() string {
	if in.partial {
		return "the row is blank in all columns that are needed"
	}
	return "the row is blank"
}

// AddObject adds a row given as a JSON object, with rows of tables below nested
// in it. Its bytes are not kept. The error is a [*RefusedError], under
// [Builder.Strict] only.
func (in *Input) AddObject(line int, object []byte) error {
	if in.table.parent == nil {
		if in.objects != nil {
			if done, err := in.objects.add(line, object); done {
				return err
			}
			defer in.objects.learn(object)
		}
		return in.builder.unlessStrict(in.builder.addAccountObject(in, line, object))
	}
	return in.builder.unlessStrict(in.builder.addChildObject(in.table, owner{input: in, line: line}, object))
}

// Refuse reports a row that could not even be taken apart. line and column count
// from 1; 0 if not known. The error is a [*RefusedError], under [Builder.Strict]
// only.
func (in *Input) Refuse(line, column int, message string) error {
	b, t := in.builder, in.table
	b.count(&t.summary.Rows, 1)
	p := Problem{File: in.file, Line: line, Column: column, Table: t.decl.Name, Message: message, Refused: true}
	return b.unlessStrict(b.refuse(t, p))
}
