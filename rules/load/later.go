package load

import (
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// later keeps a section that a later version of the program reads, as text that
// does not depend on layout, and warns that it does nothing yet.
func (l *loader) later(name string, sections []section) {
	if len(sections) == 0 {
		return
	}
	kept := rules.Later{Name: name, Place: sections[0].key.place()}
	var b strings.Builder
	l.named(sections, "`"+name+"`", "", func(e entry) {
		l.declare(later(name), e.name(), e.key.place())
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		writeEntry(&b, e)
	})
	kept.Canonical = "{" + b.String() + "}"
	l.set.Later = append(l.set.Later, kept)
	for _, s := range sections {
		l.found.Add(rules.Diagnostic{
			Severity: rules.SeverityWarning, ID: "later-section", Place: s.key.place(),
			Message: "`" + name + "` is read by a later version of bellwether; this one ignores it",
		})
	}
}

// writeCanonical writes a value as JSON would be, keys in written order and
// numbers as the rule language writes them.
func writeCanonical(b *strings.Builder, v value) {
	switch {
	case v.isMapping():
		b.WriteByte('{')
		for i := 0; i+1 < len(v.node.Content); i += 2 {
			if i > 0 {
				b.WriteString(", ")
			}
			writeEntry(b, entry{v.child(v.node.Content[i]), v.child(v.node.Content[i+1])})
		}
		b.WriteByte('}')
	case v.isList():
		b.WriteByte('[')
		for i, n := range v.node.Content {
			if i > 0 {
				b.WriteString(", ")
			}
			writeCanonical(b, v.child(n))
		}
		b.WriteByte(']')
	case isNull(v.node):
		b.WriteString("null")
	default:
		if n, ok := parseNumber(v.node.Value); ok && isPlain(v.node) && len(v.node.Value) <= maxCanonicalDigits {
			b.WriteString(n.String())
			return
		}
		b.WriteString(strconv.QuoteToASCII(v.node.Value))
	}
}

// maxCanonicalDigits bounds the numbers that are brought to one form: longer
// ones could lose digits.
const maxCanonicalDigits = 30

func writeEntry(b *strings.Builder, e entry) {
	b.WriteString(strconv.QuoteToASCII(e.name()))
	b.WriteString(": ")
	writeCanonical(b, e.value)
}
