package diff

import (
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
)

// Sets compares two rule sets. Both are only read.
func Sets(a, b *rules.Set) *Diff {
	d := &differ{a: a, b: b}
	d.signals()
	d.metrics()
	d.functions()
	d.segments()
	d.peers()
	d.scorecards()
	d.flags()
	d.later()
	return &Diff{A: a.Digest(), B: b.Digest(), Changes: d.changes}
}

// differ is one comparison.
type differ struct {
	a, b    *rules.Set
	changes []Change
	// renamed holds the metrics of A that have another name in B.
	renamed map[string]string
}

// spot is where in the rules a comparison stands.
type spot struct {
	group string
	path  string
	// card is the scorecard that it is in, segment the segment that changes it.
	card, segment string
}

func (s spot) at(key string) spot {
	s.path = join(s.path, key)
	return s
}

// none is what stands for a value that is not written.
func (s spot) none() string {
	if s.segment != "" {
		return "as elsewhere"
	}
	return "none"
}

func (d *differ) add(s spot, c Change) {
	c.Group = s.group
	if s.card != "" {
		c.where = " in " + s.card
	}
	if s.segment != "" {
		c.Words = s.segment + ": " + c.Words
	}
	d.changes = append(d.changes, c)
}

// onlyWords keeps of the changes that compare lists those that change no score.
func (d *differ) onlyWords(compare func()) {
	before := len(d.changes)
	compare()
	kept := slices.DeleteFunc(d.changes[before:], func(c Change) bool { return !c.WordsOnly })
	d.changes = d.changes[:before+len(kept)]
}

// names joins names for people.
func names(list []rules.Name) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = n.Text
	}
	return strings.Join(texts, ", ")
}
