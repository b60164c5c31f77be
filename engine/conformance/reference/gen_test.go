package reference

import (
	"flag"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

var cases = flag.Int("reference.cases", 300, "how many cases TestCases draws and counts the tags of")

// TestCases draws many cases and keeps an eye on how often each thing that a
// referee is for turns up in them.
func TestCases(t *testing.T) {
	counts := map[Tag]int{}
	documents, unknown := 0, 0
	for seed := range *cases {
		c := Cases().Example(seed)
		for _, tag := range c.Tags {
			counts[tag]++
		}
		for _, d := range c.Want {
			documents++
			if !d.NearestKnown {
				unknown++
			}
		}
	}
	var tags []Tag
	for tag := range counts {
		tags = append(tags, tag)
	}
	sort.Slice(tags, func(i, j int) bool { return counts[tags[i]] > counts[tags[j]] })
	for _, tag := range tags {
		t.Logf("%5.1f%%  %s", 100*float64(counts[tag])/float64(*cases), tag)
	}
	t.Logf("%d documents, nearest change unknown in %d", documents, unknown)
	for _, tag := range []Tag{TagMissing, TagThreshold, TagTie, TagRedistribute, TagNested, TagPeers, TagOverride} {
		if counts[tag]*20 <= *cases {
			t.Errorf("%s in %d of %d cases, want more than 5%%", tag, counts[tag], *cases)
		}
	}
}

// TestCasesHold checks what must be so whatever the rules are.
func TestCasesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, d := range Cases().Draw(t, "case").Want {
			holds(t, d)
		}
	})
}

// holds: contributions add up to the printed base, less the start.
func holds(t *rapid.T, d Document) {
	if d.Score == nil {
		if d.Coverage != "0" || len(d.Reasons) > 0 || d.Base != nil {
			t.Fatalf("a missing score with more: %+v", d)
		}
		return
	}
	for _, m := range d.Measures {
		if len(m.Measures) == 0 || m.State != Counted {
			continue
		}
		sum := zero()
		for _, part := range m.Measures {
			sum = add(sum, Dec(*part.Contribution).Rat())
		}
		if sum.Cmp(Dec(*m.Contribution).Rat()) != 0 {
			t.Fatalf("%s: members contribute %s, the group %s", m.Name, decimalText(sum), *m.Contribution)
		}
	}
}
