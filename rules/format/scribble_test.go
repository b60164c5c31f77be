package format_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

// TestScribbled writes rule files anew in a random layout, with comments wherever
// YAML takes them, and formats that: each comment must still stand by its entry, and
// the file must say what it said.
func TestScribbled(t *testing.T) {
	var trees []*yaml.Node
	for _, source := range seeds(t) {
		if root := parse(source); root != nil && root.Kind == yaml.MappingNode && formatted(t, source) != nil && !marked(root) {
			trees = append(trees, root)
		}
	}
	if len(trees) < 50 {
		t.Fatalf("only %d files to scribble", len(trees))
	}
	rapid.Check(t, func(t *rapid.T) {
		tree := rapid.SampledFrom(trees).Draw(t, "tree")
		s := &scribbler{t: t}
		s.block(tree, s.number(0, 2), -1)
		source := s.String()
		back := parse([]byte(source))
		if back == nil || !equalTrees(tree, back) {
			t.Fatalf("the scribbled file says something else:\n%s", source)
		}
		result := formatted(t, []byte(source))
		if result == nil {
			t.Skip("its quotes made it unreadable")
		}
		after := parse(result)
		checkComments(t, after, s, string(result))
		if t.Failed() {
			t.Logf("source:\n%s\nresult:\n%s", source, result)
		}
	})
}

func parse(source []byte) *yaml.Node {
	loader, err := yaml.NewLoader(bytes.NewReader(source))
	if err != nil {
		return nil
	}
	var top yaml.Node
	if loader.Load(&top) != nil || len(top.Content) == 0 {
		return nil
	}
	return top.Content[0]
}

// marked tells whether a tree holds what the scribbler does not write: anchors and
// blocks of text.
func marked(n *yaml.Node) bool {
	return n.Anchor != "" || n.Kind == yaml.AliasNode || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 ||
		n.Kind == yaml.ScalarNode && strings.ContainsAny(n.Value, "\n\t") || slices.ContainsFunc(n.Content, marked)
}

func equalTrees(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Tag == b.Tag && a.Value == b.Value && slices.EqualFunc(a.Content, b.Content, equalTrees)
}

// scribbler writes a tree. Entries are numbered as they are written; a comment says
// of which it is.
type scribbler struct {
	strings.Builder
	t        *rapid.T
	entries  int
	comments []string
}

func (s *scribbler) number(from, to int) int { return rapid.IntRange(from, to).Draw(s.t, "n") }

func (s *scribbler) chance(percent int) bool { return s.number(1, 100) <= percent }

func (s *scribbler) blanks(most int) string { return strings.Repeat(" ", s.number(0, most)) }

func (s *scribbler) comment(where string, id int) string {
	text := fmt.Sprintf("# %s:%d", where, id)
	for range s.number(0, 1) {
		text += ": {, 'x'"
	}
	s.comments = append(s.comments, text)
	return text
}

// endLine ends a line, perhaps with a comment of an entry.
func (s *scribbler) endLine(id int) {
	if s.chance(15) {
		s.WriteString(" " + s.blanks(8) + s.comment("line", id))
	}
	s.WriteString(s.blanks(1) + "\n")
}

// emptyLines writes some, and comments above an entry.
func (s *scribbler) emptyLines(indent, id int) {
	for range 2 {
		if s.chance(10) {
			s.WriteString(s.blanks(3) + "\n")
		}
		if s.chance(10) {
			s.WriteString(strings.Repeat(" ", indent) + s.comment("above", id) + "\n")
		}
	}
}

func (s *scribbler) block(n *yaml.Node, indent, outer int) {
	last := 0
	for i := 0; i < len(n.Content); i++ {
		id := s.entries
		last = id
		s.entries++
		s.emptyLines(indent, id)
		s.WriteString(strings.Repeat(" ", indent))
		if n.Kind == yaml.SequenceNode {
			s.WriteString("-")
			s.item(n.Content[i], indent, id)
			continue
		}
		s.WriteString(s.scalar(n.Content[i]) + s.blanks(1) + ":")
		i++
		s.value(n.Content[i], indent, id)
	}
	if indent > outer && s.chance(10) {
		s.WriteString(strings.Repeat(" ", indent) + s.comment("foot", last) + "\n")
	}
}

// item writes what stands behind a dash.
func (s *scribbler) item(v *yaml.Node, indent, id int) {
	if isBlock(v) && s.chance(70) {
		if s.chance(20) {
			s.endLine(id)
			s.block(v, indent+s.number(1, 4), indent)
			return
		}
		// The first entry stands behind the dash.
		inner := &scribbler{t: s.t, entries: s.entries, comments: s.comments}
		deeper := indent + 1 + s.number(1, 3)
		for {
			inner.block(v, deeper, indent)
			if strings.HasPrefix(inner.String(), strings.Repeat(" ", deeper)) && !strings.HasPrefix(strings.TrimLeft(inner.String(), " "), "#") &&
				!strings.HasPrefix(strings.TrimLeft(inner.String(), " "), "\n") {
				break
			}
			inner = &scribbler{t: s.t, entries: s.entries, comments: s.comments}
		}
		s.entries, s.comments = inner.entries, inner.comments
		s.WriteString(inner.String()[indent+1:])
		return
	}
	s.value(v, indent, id)
}

func isBlock(v *yaml.Node) bool { return v.Kind != yaml.ScalarNode && len(v.Content) > 0 }

func (s *scribbler) value(v *yaml.Node, indent, id int) {
	switch {
	case v.Kind == yaml.ScalarNode && v.Value == "" && v.Tag == "!!null":
		s.endLine(id)
	case isBlock(v) && s.chance(60):
		s.endLine(id)
		s.block(v, indent+s.number(1, 5), indent)
	case isBlock(v) || v.Kind != yaml.ScalarNode:
		s.WriteString(" " + s.blanks(2))
		s.flow(v, indent)
		s.endLine(id)
	case s.chance(5):
		s.endLine(id)
		s.WriteString(strings.Repeat(" ", indent+s.number(1, 5)) + s.scalar(v))
		s.WriteString("\n")
	default:
		s.WriteString(" " + s.blanks(3) + s.scalar(v))
		s.endLine(id)
	}
}

func (s *scribbler) flow(n *yaml.Node, indent int) {
	if n.Kind == yaml.ScalarNode {
		s.WriteString(s.scalar(n))
		return
	}
	brackets := "{}"
	if n.Kind == yaml.SequenceNode {
		brackets = "[]"
	}
	s.WriteByte(brackets[0])
	last := s.entries
	for i := 0; i < len(n.Content); i++ {
		id := s.entries
		last = id
		s.entries++
		if s.chance(5) {
			s.WriteString("\n")
			s.emptyLines(indent+1, id)
			s.WriteString(strings.Repeat(" ", indent+1))
		}
		s.WriteString(s.blanks(1))
		if n.Kind == yaml.MappingNode {
			s.WriteString(s.scalar(n.Content[i]) + ":" + " " + s.blanks(2))
			i++
		}
		s.flow(n.Content[i], indent+1)
		if i+1 < len(n.Content) {
			s.WriteString(s.blanks(1) + ",")
		}
		if s.chance(5) {
			s.endLine(id)
			s.WriteString(strings.Repeat(" ", indent+1))
		}
	}
	if len(n.Content) > 0 && s.chance(3) {
		s.WriteString("\n" + strings.Repeat(" ", indent+1) + s.comment("foot", last) + "\n" + strings.Repeat(" ", indent+1))
	}
	s.WriteString(s.blanks(1))
	s.WriteByte(brackets[1])
}

var simple = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// scalar writes a scalar in any way that keeps what it says.
func (s *scribbler) scalar(n *yaml.Node) string {
	if n.Style == 0 && (n.Tag != "!!str" || simple.MatchString(n.Value)) && (n.Tag != "!!str" || s.chance(70)) {
		return n.Value
	}
	if s.chance(50) {
		return "'" + strings.ReplaceAll(n.Value, "'", "''") + "'"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(n.Value) + `"`
}

var commentText = regexp.MustCompile(`# (above|line|foot):([0-9]+)(?:: \{, 'x')?$`)

// checkComments checks that each comment stands by the entry whose number it has.
func checkComments(t *rapid.T, root *yaml.Node, s *scribbler, result string) {
	first, last := extents(root)
	lines := strings.Split(strings.TrimSuffix(result, "\n"), "\n")
	isCode := func(i int) bool {
		text := strings.TrimSpace(lines[i])
		return text != "" && !strings.HasPrefix(text, "#")
	}
	next := func(i int) int { // number of the next line with more than a comment
		for i++; i < len(lines) && !isCode(i); i++ {
		}
		return i + 1
	}
	before := func(i int) int {
		for i--; i >= 0 && !isCode(i); i-- {
		}
		return i + 1
	}
	var found []string
	for i, text := range lines {
		m := commentText.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		found = append(found, m[0])
		var id int
		_, _ = fmt.Sscan(m[2], &id)
		good := false
		switch m[1] {
		case "above":
			good = next(i) == first[id] && !isCode(i)
		case "line":
			good = isCode(i) && i+1 == first[id] || next(i) == first[id] && !isCode(i)
		case "foot":
			good = first[id] <= before(i) && before(i) <= last[id] && !isCode(i)
		}
		if !good {
			t.Errorf("line %d: %q strayed from entry %d in line %d", i+1, m[0], id, first[id])
		}
	}
	slices.Sort(found)
	slices.Sort(s.comments)
	if !slices.Equal(found, s.comments) {
		t.Errorf("comments %q became %q", s.comments, found)
	}
}

// extents are the first and the last line of each entry, in the order of the file.
func extents(root *yaml.Node) (first, last []int) {
	var visit func(n *yaml.Node) int
	visit = func(n *yaml.Node) int {
		end := n.Line
		for i := 0; i < len(n.Content); i++ {
			id := len(first)
			first = append(first, n.Content[i].Line)
			last = append(last, 0)
			if n.Kind == yaml.MappingNode {
				i++
			}
			last[id] = max(first[id], visit(n.Content[i]))
			end = max(end, last[id])
		}
		return end
	}
	visit(root)
	return first, last
}
