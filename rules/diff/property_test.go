package diff_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/engine/conformance/reference"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/diff"
)

// TestSameDigestSameMeaning: over rule sets that differ in a few random ways, the
// digests are equal exactly when no change of meaning is listed; the way back is the
// mirror image; and a rule set does not differ from itself.
func TestSameDigestSameMeaning(t *testing.T) {
	sets := ruleFiles(t)
	compared, same := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		sources := sets[rapid.IntRange(0, len(sets)-1).Draw(t, "rules")]
		a, ok := mutated(t, sources)
		if !ok {
			return
		}
		b, ok := mutated(t, sources)
		if !ok {
			return
		}
		compared++
		if holds(t, a, b) {
			same++
		}
		if self := diff.Sets(a, a); len(self.Changes) > 0 {
			t.Fatalf("a rule set differs from itself:\n%s", listed(self))
		}
	})
	if compared == 0 || same == compared {
		t.Errorf("of %d pairs of rule sets %d had the same digest: the property says little", compared, same)
	}
}

// TestEachMutation changes a rule set that uses every part of the language in every
// place, one at a time; in every way with BELLWETHER_LONG=1.
func TestEachMutation(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	sources := ruleFiles(t)[0]
	a, err := read(sources)
	if err != nil {
		t.Fatal(err)
	}
	compared, same := 0, 0
	for i, source := range sources {
		for k, m := range mutations(source) {
			if k%5 != 0 && !m.gist && os.Getenv("BELLWETHER_LONG") == "" {
				continue
			}
			changed := slices.Clone(sources)
			changed[i] = m.of(source)
			b, err := read(changed)
			if err != nil {
				continue
			}
			compared++
			if holds(t, a, b) {
				same++
			}
		}
	}
	if compared < 300 || same < 30 {
		t.Errorf("only %d mutants could be read, of which %d mean the same", compared, same)
	}
}

// TestGeneratedRules: the same over rule sets that are drawn, each beside one that
// differs in a few ways.
func TestGeneratedRules(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		sources := []string{reference.DrawCase(t).Rules}
		a, err := read(sources)
		if err != nil {
			t.Fatalf("%v\n%s", err, sources[0])
		}
		b, ok := mutated(t, sources)
		if !ok {
			return
		}
		compared++
		holds(t, a, b)
	})
	if compared == 0 {
		t.Error("nothing was compared")
	}
}

// FuzzSets: of no two rule sets that can be read a comparison panics, or contradicts
// their digests.
func FuzzSets(f *testing.F) {
	for _, sources := range ruleFiles(f) {
		whole := strings.Join(sources, "")
		f.Add(whole, strings.Replace(whole, "1", "2", 3))
	}
	const start = "language: 1\nsignals: {accounts: {key: id, columns: {id: string, n: int}}}\n"
	f.Add(start+"metrics: {a: n and n}", start+"metrics: {a: n && n}")
	f.Add(start+"revenue: {a: {b: [1, {c: 2}]}}", start+"revenue: {a: {b: [1, {c: '2'}], d: x}}")
	f.Fuzz(func(t *testing.T, before, after string) {
		a, err := read([]string{before})
		if err != nil {
			return
		}
		b, err := read([]string{after})
		if err != nil {
			return
		}
		holds(t, a, b)
	})
}

// TestExamplesDiffer: all pairs of the rule sets that we have, which hardly agree.
func TestExamplesDiffer(t *testing.T) {
	var sets []*rules.Set
	for _, sources := range ruleFiles(t) {
		set, err := read(sources)
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, set)
	}
	for i, a := range sets {
		for j, b := range sets {
			d := diff.Sets(a, b)
			if d.SameMeaning() != (i == j) {
				t.Errorf("%d and %d: same meaning is %v", i, j, d.SameMeaning())
			}
			mirrored(t, d, diff.Sets(b, a))
		}
	}
}

// holds checks what holds for any two rule sets, and tells whether they mean the same.
func holds(t fatal, a, b *rules.Set) bool {
	there := diff.Sets(a, b)
	if (there.A == there.B) != there.SameMeaning() {
		t.Fatalf("the digests are equal: %v, but listed are\n%s", there.A == there.B, listed(there))
	}
	mirrored(t, there, diff.Sets(b, a))
	return there.SameMeaning()
}

type fatal interface {
	Fatalf(format string, args ...any)
}

// mirrored holds the changes there against the changes back.
func mirrored(t fatal, there, back *diff.Diff) {
	var want, got []string
	for _, c := range there.Changes {
		want = append(want, fmt.Sprint(c.Kind, c.WordsOnly, c.Was, "|", c.Now, c.A, c.B))
	}
	for _, c := range back.Changes {
		switch c.Kind {
		case diff.Added:
			c.Kind = diff.Removed
		case diff.Removed:
			c.Kind = diff.Added
		}
		got = append(got, fmt.Sprint(c.Kind, c.WordsOnly, c.Now, "|", c.Was, c.B, c.A))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Fatalf("there:\n%s\nback:\n%s", listed(there), listed(back))
	}
}

func listed(d *diff.Diff) string {
	var b strings.Builder
	for _, c := range d.Changes {
		fmt.Fprintf(&b, "%s %s [%s] %s\n", c.Group, c.Kind, c.Path, c.Sentence())
	}
	return b.String()
}
