package format

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// differs says what of a file is not the same in another; empty if all is: values in
// their order, and comments. Expressions may differ in the blanks between tokens and
// in their quotes, and in nothing else: a comment in one is no token.
func (d *document) differs(other *document) string {
	switch {
	case (d.root.value == nil) != (other.root.value == nil):
		return "nothing is left"
	case !slices.Equal(d.reader.texts(), other.reader.texts()):
		return "the comments differ"
	case d.root.value == nil:
		return ""
	}
	return differ(d.root.value, other.root.value)
}

// texts are the texts of all comments, sorted: behind brackets that are broken up,
// comments change places.
func (r *reader) texts() []string {
	texts := make([]string, len(r.comments))
	for i, c := range r.comments {
		texts[i] = c.text
	}
	slices.Sort(texts)
	return texts
}

func differ(a, b *node) string {
	if a.Kind != b.Kind || a.Anchor != b.Anchor || len(a.entries) != len(b.entries) {
		return fmt.Sprintf("line %d became line %d", a.Line, b.Line)
	}
	switch a.Kind {
	case yaml.ScalarNode:
		if !same(a, b) {
			return fmt.Sprintf("line %d: %q became %q", a.Line, a.Value, b.Value)
		}
	case yaml.AliasNode:
		if a.Value != b.Value {
			return fmt.Sprintf("line %d: *%s became *%s", a.Line, a.Value, b.Value)
		}
	}
	for i, e := range a.entries {
		if e.key != nil {
			if problem := differ(e.key, b.entries[i].key); problem != "" {
				return problem
			}
		}
		if problem := differ(e.value, b.entries[i].value); problem != "" {
			return problem
		}
	}
	return ""
}

// same tells whether a scalar says the same as one of the original.
func same(original, n *node) bool {
	switch {
	case original.Tag != n.Tag:
		return false
	case original.Tag == "!!null", original.Value == n.Value:
		return true
	}
	return original.expression && sameExpression(original.Value, n.Value)
}
