package format

import (
	"bytes"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// Source gives a file of rules or rule tests in its canonical form. The name is for
// messages only. The error is a [*rules.Diagnostics] that says where the file cannot
// be read; what its rules say does not matter.
//
// Source is safe for concurrent use and does not change what it is given.
func Source(name string, source []byte) ([]byte, error) {
	file := rules.File{Name: name, Source: source}
	before, err := read(file)
	if err != nil {
		return nil, err
	}
	before.tidy()
	result := before.format()
	after, err := read(rules.File{Name: name, Source: result})
	if err != nil {
		return nil, refused(file, err.Error())
	}
	if problem := before.differs(after); problem != "" {
		return nil, refused(file, problem)
	}
	return result, nil
}

// refused is for a file that would not say the same afterwards, by a mistake of this
// package: it stays as it is.
func refused(file rules.File, problem string) error {
	found := &rules.Diagnostics{Files: []rules.File{file}}
	found.Errorf("format-failed", rules.Place{File: file.Name}, "leave it as it is, and tell us", "the file cannot be formatted without changing what it says: %s", problem)
	return found
}

// document is a file that was read.
type document struct {
	reader *reader
	root   *entry // its value is nil in a file that holds nothing but comments
	below  []comment
}

func read(file rules.File) (*document, error) {
	top, err := load.Tree(file)
	if err != nil {
		return nil, err
	}
	r := &reader{source: newSource(withoutMark(file.Source))}
	if top == nil {
		r.findComments()
		return &document{reader: r, root: &entry{}, below: r.comments}, nil
	}
	root := r.node(top)
	r.findComments()
	r.fold()
	d := &document{reader: r}
	d.root, d.below = r.whole(root)
	return d, nil
}

// tidy tidies the expressions.
func (d *document) tidy() {
	if d.root.value != nil {
		d.reader.expressions(d.root.value)
	}
}

func (d *document) format() []byte {
	p := &printer{reader: d.reader}
	p.file(d.root, d.below)
	alignComments(p.lines)
	var b bytes.Buffer
	for _, l := range p.lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	return b.Bytes()
}
