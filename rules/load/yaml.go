package load

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// value is a node of a file; an alias is followed to what it stands for.
type value struct {
	src  *source
	node *yaml.Node
}

func (v value) child(n *yaml.Node) value {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return value{v.src, n}
}

// document parses a file to its top mapping; false if it holds nothing, or
// nothing that can be read.
func (l *loader) document(src *source) (value, bool) {
	root, ok := l.parse(src)
	if !ok {
		return value{}, false
	}
	if !l.structure(src, root) {
		l.partial = true
		return value{}, false
	}
	return value{src, root}, true
}

// parse gives the tree of a file. A value that the parser stumbles over is reported
// and set aside, so that what is wrong further down is found in the same run.
func (l *loader) parse(src *source) (*yaml.Node, bool) {
	text, aside := src.bytes, map[int]bool{}
	for {
		documents, err := documentsOf(text)
		if err == nil {
			switch {
			case len(documents) == 0 || len(documents[0].Content) == 0 || isNull(documents[0].Content[0]):
				return nil, false
			case len(documents) > 1:
				at := src.offset(documents[1].Line, documents[1].Column)
				l.incomplete("yaml-documents", src.place(at, at+3), "remove the line `---`, or make two files of it", "a rule file holds one document; a second one begins here")
				return nil, false
			}
			root := documents[0].Content[0]
			l.setAside(root, aside)
			return root, true
		}
		p := problemOf(src, err)
		line, from := p.valueLine()
		if !l.goesOn || from < 0 || aside[line] || len(aside) == maxAside {
			l.partial = true
			l.tell(p)
			return nil, false
		}
		l.tell(p)
		aside[line] = true
		text = src.without(aside)
	}
}

// documentsOf parses a text to its first two documents.
func documentsOf(text []byte) ([]yaml.Node, error) {
	yamlLoader, err := yaml.NewLoader(bytes.NewReader(text),
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth), loaderlimits.AliasNone())))
	if err != nil {
		return nil, err
	}
	var documents []yaml.Node
	for range 2 {
		var n yaml.Node
		switch err := yamlLoader.Load(&n); {
		case errors.Is(err, io.EOF):
			return documents, nil
		case err != nil:
			return nil, err
		}
		documents = append(documents, n)
	}
	return documents, nil
}

// maxAside bounds how often a file is parsed again.
const maxAside = 50

// setAside marks the values of lines that were set aside: they were reported.
func (l *loader) setAside(n *yaml.Node, lines map[int]bool) {
	if n.Kind == yaml.ScalarNode && lines[n.Line] && strings.Trim(n.Value, placeholder) == "" && n.Value != "" {
		l.bad[n] = true
	}
	for _, c := range n.Content {
		l.setAside(c, lines)
	}
}

// placeholder stands in for each character of a value that is set aside.
const placeholder = "x"

// without is the text of the file with the values of some lines replaced.
func (s *source) without(lines map[int]bool) []byte {
	text := slices.Clone(s.text)
	for number := range lines {
		from := valueIn(s, number)
		for i := from; i < s.lineEnd(from); i++ {
			text[i] = []rune(placeholder)[0]
		}
	}
	return []byte(string(text))
}

// isNull tells whether a node says nothing: it is empty, or spelled ~ or null.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && isPlain(n) }
