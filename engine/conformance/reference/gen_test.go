package reference

import (
	"flag"
	"math/big"
	"reflect"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

var cases = flag.Int("reference.cases", 150, "how many cases TestCases draws and counts the tags of")

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

// holds: contributions add up, to the printed base less the start and, within
// a group, to the group's.
func holds(t *rapid.T, d Document) {
	if d.Score == nil {
		if d.Coverage != "0" || len(d.Reasons) > 0 || d.Base != nil {
			t.Fatalf("a missing score with more: %+v", d)
		}
		return
	}
	whole := Dec(*d.Base).Rat()
	if d.Start != "" {
		whole = sub(whole, Dec(d.Start).Rat())
	}
	addsUp(t, d.Account, d.Measures, whole)
}

func addsUp(t *rapid.T, what string, parts []Measure, whole *big.Rat) {
	sum := zero()
	for _, m := range parts {
		sum = add(sum, Dec(*m.Contribution).Rat())
		if len(m.Measures) > 0 && m.State == Counted {
			addsUp(t, m.Name, m.Measures, Dec(*m.Contribution).Rat())
		}
	}
	if sum.Cmp(whole) != 0 {
		t.Fatalf("%s: the parts contribute %s, the whole is %s", what, decimalText(sum), decimalText(whole))
	}
}

// TestCasesAreRepeatable: a seed gives the same case again, so that a failure does.
func TestCasesAreRepeatable(t *testing.T) {
	for seed := range 20 {
		a, b := Cases().Example(seed), Cases().Example(seed)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d gives two cases:\n%s\n%s", seed, a.Rules, b.Rules)
		}
	}
}
