package load

import (
	"bytes"
	"errors"
	"io"

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
	yamlLoader, err := yaml.NewLoader(bytes.NewReader(src.bytes),
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth), loaderlimits.AliasNone())))
	if err != nil {
		l.syntaxError(src, err)
		return value{}, false
	}
	var first, second yaml.Node
	switch err := yamlLoader.Load(&first); {
	case errors.Is(err, io.EOF):
		return value{}, false
	case err != nil:
		l.syntaxError(src, err)
		return value{}, false
	}
	switch err := yamlLoader.Load(&second); {
	case err == nil:
		at := src.offset(second.Line, second.Column)
		l.incomplete("yaml-documents", src.place(at, at+3), "remove the line `---`, or make two files of it", "a rule file holds one document; a second one begins here")
		return value{}, false
	case !errors.Is(err, io.EOF):
		l.syntaxError(src, err)
		return value{}, false
	}
	if len(first.Content) == 0 || isNull(first.Content[0]) {
		return value{}, false
	}
	root := first.Content[0]
	if !l.structure(src, root) {
		l.partial = true
		return value{}, false
	}
	return value{src, root}, true
}

// isNull tells whether a node says nothing: it is empty, or spelled ~ or null.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && isPlain(n) }
