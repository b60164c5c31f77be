package format

import (
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// node is a node of the file with its place in the source and the comments that
// belong to what it holds.
type node struct {
	*yaml.Node
	// start is where it begins, its anchor included; content behind the anchor; end
	// is behind its last character.
	start, content, end int
	// outer is the column of the entry that the node is the value of.
	outer   int
	entries []*entry
	// after are the comments behind the last entry.
	after []comment
	// text is the value of a scalar, tidied if it is an expression; several lines of
	// a plain or quoted text stand in folded.
	text   string
	folded []string
	// expression: the text is one.
	expression bool
}

// entry is one `key: value`, or an item of a list, which has no key.
type entry struct {
	key, value *node
	start      int // of the key, the dash or the item
	shift      int // how much farther to the right it is printed
	before     []comment
	line       []comment // at the end of its line, and below that in the same column
	blank      bool      // an empty line stands above it
}

// comment is a comment as it was written, without what marks the end of the line.
type comment struct {
	start, end int
	text       string
	column     int
	own        bool // nothing stands before it on its line
	blank      bool // an empty line stands above it
}

func (n *node) isScalar() bool { return n.Kind == yaml.ScalarNode }

func (n *node) isCollection() bool { return n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode }

func (n *node) isFlow() bool { return n.Style&yaml.FlowStyle != 0 }

// isAbsent tells whether the node is a value that was left out.
func (n *node) isAbsent() bool { return isPlain(n.Node) && n.Value == "" }

// reader makes the tree of a file.
type reader struct {
	*source
	scalars []*node // all that could hold a #, in the order of the source
	// comments in the order of the source, and the first that belongs to nobody yet.
	comments []comment
	next     int
}

// node makes the tree below a node, without the ends of what has none of its own.
func (r *reader) node(n *yaml.Node) *node {
	result := &node{Node: n, start: r.offset(n), text: n.Value}
	result.content = result.start
	if n.Anchor != "" {
		result.end = r.skip(result.start, notSpace)
		if n.Kind == yaml.ScalarNode && n.Value == "" && isPlain(n) {
			// In a flow mapping a comma or a bracket may follow the anchor.
			result.end = result.start + 1 + utf8.RuneCountInString(n.Anchor)
			result.content = result.end
			return result
		}
		result.content = result.end
		if n.Kind == yaml.ScalarNode || n.Style&yaml.FlowStyle != 0 {
			result.content = r.code(result.end)
		}
	}
	switch n.Kind {
	case yaml.AliasNode:
		result.end = result.start + 1 + utf8.RuneCountInString(n.Value)
	case yaml.ScalarNode:
		result.end = r.scalarEnd(n, result.content)
		r.scalars = append(r.scalars, result)
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			result.entries = append(result.entries, &entry{key: r.node(n.Content[i]), value: r.node(n.Content[i+1])})
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			result.entries = append(result.entries, &entry{value: r.node(item)})
		}
	}
	return result
}

// code is the first offset at or behind from that belongs to no comment.
func (r *reader) code(from int) int {
	for {
		at := r.skip(from, isSpace)
		if r.at(at) != '#' || at == from && from > 0 && notSpace(r.at(from-1)) {
			return at
		}
		from = r.lineEnd(at)
	}
}
