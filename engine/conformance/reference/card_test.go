package reference

import (
	"fmt"
	"testing"
)

func nested(combine string) *Scorecard {
	c := weighted("2", "", "")
	c.Members = []*Member{c.Members[0], {Name: "g", Combine: combine, Members: c.Members[1:]}}
	return c
}

func TestMissingPolicies(t *testing.T) {
	for _, c := range []struct {
		card, own             string
		score, cover, reasons string
	}{
		{"", "", "60", "0.5", "[{a 40 }]"},
		{"zero", "", "30", "0.5", "[{b 50 } {a 20 }]"},
		{"fail", "", "null", "0", "[]"},
		{"fail", "90", "75", "0.5", "[{a 20 } {b 5 }]"},
		{"zero", "redistribute", "60", "0.5", "[{a 40 }]"},
	} {
		card := weighted("1", "1")
		card.Missing, card.Members[1].Missing = c.card, c.own
		d := score(t, card, "60", "")
		want(t, "score", str(d.Score), c.score)
		want(t, "coverage", d.Coverage, c.cover)
		want(t, "reasons", fmt.Sprint(d.Reasons), c.reasons)
	}
}

func TestGroups(t *testing.T) {
	for _, c := range []struct {
		combine, score, shares string
	}{
		{"", "60", "0.166666667 0.166666667"},
		{"min", "56.67", "0 0.333333333"},
		{"max", "63.33", "0.333333333 0"},
		{"mean", "60", "0.166666667 0.166666667"},
	} {
		d := score(t, nested(c.combine), "60", "70", "50")
		want(t, c.combine, str(d.Score), c.score)
		g := d.Measures[1].Measures
		want(t, c.combine+" shares", str(g[0].Share)+" "+str(g[1].Share), c.shares)
	}
	d := score(t, nested("mean"), "60", "", "")
	want(t, "group with none left", str(d.Score), "60")
	want(t, "coverage", d.Coverage, "0.666666667")
	c := nested("mean")
	c.Members[1].Missing = "zero"
	want(t, "group's own policy", str(score(t, c, "60", "", "").Score), "40")
}

func TestContributionsAddUp(t *testing.T) {
	c := weighted("1", "1", "1")
	d := score(t, c, "10", "10", "20")
	want(t, "base", str(d.Base), "13.33")
	want(t, "thirds", column(d, contribution), "3.33 3.33 6.67")
	c.Round = 0
	want(t, "whole", column(score(t, c, "10", "10", "21"), contribution), "4 3 7")
}

func TestOverridesInOrder(t *testing.T) {
	always := Truth{true}
	c := weighted("")
	c.Bands = []Band{{Name: "green", From: "50"}, {Name: "red"}}
	c.Overrides = []Override{
		{When: always, Adjust: "10", Cap: "65", Reason: "one"},
		{When: bin("==", Name{"score"}, num("60")), Adjust: "-5", Reason: "sees 60"},
		{When: bin("==", Name{"score"}, num("65")), Band: "red", Reason: "never"},
		{When: always, Band: "red", Reason: "painted"},
		{When: always, Band: "green", Floor: "61", Reason: "repainted"},
	}
	d := score(t, c, "60")
	want(t, "score", str(d.Score), "61")
	want(t, "base", str(d.Base), "60")
	want(t, "band", str(d.Band), "green")
	want(t, "applied", fmt.Sprint(len(d.Overrides)), "4")
	d = score(t, c, "")
	want(t, "missing score", str(d.Score), "null")
	want(t, "band on a missing score", str(d.Band), "green")
	want(t, "applied on a missing score", fmt.Sprint(len(d.Overrides)), "2")
}

func TestUnknownBand(t *testing.T) {
	c := weighted("", "", "")
	c.Bands, c.MinCoverage = []Band{{Name: "green", From: "50"}, {Name: "red"}}, "50%"
	d := score(t, c, "60", "", "")
	want(t, "band", str(d.Band), "unknown")
	want(t, "score", str(d.Score), "60")
	want(t, "band", str(score(t, c, "60", "1", "").Band), "red")
}

func TestSegmentPatches(t *testing.T) {
	c := weighted("1", "3")
	c.Patches = []*Patch{{Segment: "default", Members: []*Member{{Name: "a", Weight: "7"}, {Name: "b", Off: true}}}}
	d := score(t, c, "40", "80")
	want(t, "score", str(d.Score), "40")
	want(t, "measures", fmt.Sprint(len(d.Measures)), "1")
	want(t, "weight", d.Measures[0].Weight, "7")
	c.Patches[0].Members = []*Member{{Name: "b", Way: steps("from", "0", "80", "100")}}
	want(t, "another way", str(score(t, c, "40", "80").Score), "85")
}

func TestNearestChange(t *testing.T) {
	c := weighted("1", "1")
	c.Members[1].Way = steps("up_to", "100", "10", "0", "20", "50")
	c.Members[0].Way = steps("linear", "", "0", "0", "50", "100")
	c.Round, c.Bands = 0, []Band{{Name: "green", From: "60"}, {Name: "red"}}
	// (60 + 50) / 2 = 55; from 59.5 on it is green: 69 points of a, or b's best row.
	d := score(t, c, "30", "15")
	want(t, "nearest", fmt.Sprint(d.Nearest), "[{a 30 34.5 69 9 60 green} {b 15 20.000000001 100 50 80 green}]")
	// A condition on the score that turns against more of it leaves a window.
	c.Overrides = []Override{{When: bin(">", Name{"score"}, num("70")), Cap: "40", Reason: "too good"}}
	d = score(t, c, "30", "15")
	want(t, "nearest", fmt.Sprint(d.Nearest), "[{a 30 34.5 69 9 60 green}]")
	// A cap that b itself lifts leaves a nothing to do.
	c.Overrides = []Override{{When: bin("<", Name{"b"}, num("18")), Cap: "40", Reason: "low b"}}
	d = score(t, c, "40", "15")
	want(t, "nearest", fmt.Sprint(d.Nearest), "[{b 15 18 50 0 65 green}]")
}
