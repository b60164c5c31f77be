package reference

import (
	"fmt"
	"strings"
	"testing"
)

// numbersTable is a root table of optional numbers.
func numbersTable(names ...string) *Table {
	t := &Table{Name: "accounts", Key: "id", Columns: []*Column{{Name: "id", Type: "string"}}}
	for _, n := range names {
		t.Columns = append(t.Columns, &Column{Name: n, Type: "number", Optional: true})
	}
	return t
}

func numbersRecord(cells map[string]string) *Record {
	rec := &Record{Cells: map[string]Cell{"id": `"A1"`}}
	for name, v := range cells {
		rec.Cells[name] = Cell(v)
	}
	return rec
}

// value is the way whose points are the value itself.
func value() *Way { return &Way{Kind: "points", Points: Name{"value"}} }

func steps(kind string, rest Dec, pairs ...Dec) *Way {
	w := &Way{Kind: kind, Else: rest}
	for i := 0; i < len(pairs); i += 2 {
		w.Steps = append(w.Steps, Step{pairs[i], pairs[i+1]})
	}
	return w
}

// score scores one account on one card; columns are named a, b, c...
func score(t *testing.T, c *Scorecard, values ...string) Document {
	t.Helper()
	c.Name = "health"
	if c.Better == "" {
		c.Better = "high"
	}
	cells := map[string]string{}
	var names []string
	for i, v := range values {
		name := string(rune('a' + i))
		names = append(names, name)
		if v != "" {
			cells[name] = v
		}
	}
	rs := &RuleSet{Tables: []*Table{numbersTable(names...)}, Scorecards: []*Scorecard{c}}
	docs, _ := Evaluate(rs, "2026-11-01", []*Record{numbersRecord(cells)})
	return docs[0]
}

// weighted is a card of measures a, b, c... that take their values as points.
func weighted(weights ...Dec) *Scorecard {
	c := &Scorecard{Scale: &Scale{"0", "100"}, Round: 2}
	for i, w := range weights {
		c.Members = append(c.Members, &Member{Name: string(rune('a' + i)), Weight: w, Way: value()})
	}
	return c
}

func str(s *string) string {
	if s == nil {
		return "null"
	}
	return *s
}

func want(t *testing.T, what, got, wanted string) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s = %s, want %s", what, got, wanted)
	}
}

func column(d Document, of func(Measure) string) string {
	var all []string
	for _, m := range d.Measures {
		all = append(all, of(m))
	}
	return strings.Join(all, " ")
}

func contribution(m Measure) string { return str(m.Contribution) }
func share(m Measure) string        { return str(m.Share) }
func points(m Measure) string       { return str(m.Points) }

func TestCatalogueHealthScore(t *testing.T) {
	card := func(weights ...Dec) *Scorecard {
		return &Scorecard{Scale: &Scale{"0", "10"}, Round: 2, Members: []*Member{
			{Name: "a", Weight: weights[0], Way: steps("up_to", "10", "50", "0", "70", "5")},
			{Name: "b", Weight: weights[1], Way: steps("up_to", "10", "5", "0", "10", "5")},
			{Name: "c", Weight: weights[2], Way: steps("up_to", "10", "25", "0", "35", "5")},
			{Name: "d", Weight: weights[3], Way: steps("up_to", "10", "6", "0", "8", "5")},
		}}
	}
	d := score(t, card("20", "40", "20", "20"), "80", "6", "32", "9")
	want(t, "points", column(d, points), "10 5 5 10")
	want(t, "contributions", column(d, contribution), "2 2 1 2")
	want(t, "score", str(d.Score), "7")
	want(t, "unweighted", str(score(t, card("", "", "", ""), "80", "6", "32", "9").Score), "7.5")
	want(t, "edges", column(score(t, card("", "", "", ""), "50.5", "-1", "25", "8"), points), "5 0 0 5")
}

func TestCatalogueVendors(t *testing.T) {
	c := weighted("20", "15", "22")
	want(t, "2287/57", str(score(t, c, "47", "59", "21").Score), "40.12")
	c.Round = 0
	want(t, "2287/57 whole", str(score(t, c, "47", "59", "21").Score), "40")
	want(t, "1722/23", str(score(t, weighted("7", "5", "8", "3"), "83", "71", "78", "54").Score), "74.87")
	c = weighted("50", "30", "20")
	c.Round = 1
	want(t, "8.45", str(score(t, c, "10", "7.5", "6").Score), "8.5")
	for how, wanted := range map[string]string{"mean": "8.733", "max": "9.8", "min": "7"} {
		c = weighted("", "", "")
		c.Combine, c.Round = how, 3
		want(t, how, str(score(t, c, "9.8", "9.4", "7").Score), wanted)
	}
	c = weighted("", "", "", "")
	c.Combine = "mean"
	want(t, "parent and children", str(score(t, c, "10", "5", "5", "5").Score), "6.25")
	c = weighted("20", "16", "16", "16", "12", "20")
	want(t, "effective weights", column(score(t, c, "1", "1", "1", "1", "1", ""), share), "0.25 0.2 0.2 0.2 0.15 0")
}

func TestCatalogueLines(t *testing.T) {
	for v, wanted := range map[string]string{"18": "47.83", "5": "0", "35": "100"} {
		c := &Scorecard{Scale: &Scale{"0", "100"}, Round: 2, Members: []*Member{{Name: "a", Way: steps("linear", "", "7", "0", "30", "100")}}}
		want(t, "line at "+v, str(score(t, c, v).Score), wanted)
	}
	for v, wanted := range map[string]string{"0": "-5", "7": "2", "10": "5"} {
		c := &Scorecard{Scale: &Scale{"-5", "5"}, Round: 2, Members: []*Member{{Name: "a", Way: steps("linear", "", "0", "-5", "10", "5")}}}
		want(t, "line at "+v, str(score(t, c, v).Score), wanted)
	}
}

func TestCatalogueBandEdges(t *testing.T) {
	for v, wanted := range map[string]string{"0": "red", "50": "red", "51": "yellow", "75": "yellow", "76": "green", "100": "green"} {
		c := weighted("")
		c.Bands = []Band{{Name: "red", UpTo: "50"}, {Name: "yellow", UpTo: "75"}, {Name: "green"}}
		want(t, "band of "+v, str(score(t, c, v).Band), wanted)
	}
}

func TestCatalogueReasonCodes(t *testing.T) {
	c := &Scorecard{Combine: "sum", Round: 2}
	for i, baseline := range []Dec{"19", "18", "10"} {
		c.Members = append(c.Members, &Member{Name: string(rune('a' + i)), Baseline: baseline, Way: value()})
	}
	d := score(t, c, "3", "0", "26")
	want(t, "total", str(d.Score), "29")
	want(t, "reasons", fmt.Sprint(d.Reasons), "[{b 18 } {a 16 }]")
}

func TestCatalogueFadingPulse(t *testing.T) {
	root := numbersTable()
	root.Columns = append(root.Columns,
		&Column{Name: "pulse", Type: "number", Optional: true, At: "pulse_at", FreshBy: Cond{
			Binary{"in", Name{"value"}, Items{[]Node{Lit{"1"}, Lit{"10"}}}}, Str{"30d"}, Str{"90d"},
		}},
		&Column{Name: "pulse_at", Type: "date", Optional: true})
	rs := &RuleSet{Tables: []*Table{root}, Scorecards: []*Scorecard{{
		Name: "health", Scale: &Scale{"0", "10"}, Better: "high", Members: []*Member{{Name: "pulse", Way: value()}},
	}}}
	asOf := ParseAsOf("2026-11-01").Time
	for _, c := range []struct {
		pulse string
		age   int
		want  string
	}{{"5", 91, "null"}, {"5", 90, "5"}, {"10", 31, "null"}, {"10", 29, "10"}, {"5", -1, "null"}} {
		observed := quoted(asOf.AddDate(0, 0, -c.age).Format("2006-01-02"))
		docs, _ := Evaluate(rs, "2026-11-01", []*Record{numbersRecord(map[string]string{"pulse": c.pulse, "pulse_at": observed})})
		want(t, fmt.Sprintf("%s aged %d d", c.pulse, c.age), str(docs[0].Score), c.want)
	}
}

func TestCatalogueSurveys(t *testing.T) {
	answers := &Table{Name: "answers", Parent: "accounts", Key: "id", Columns: []*Column{
		{Name: "id", Type: "string"}, {Name: "x", Type: "int", Optional: true},
	}}
	ask := func(fn string, xs ...int) string {
		rec := &Record{Cells: map[string]Cell{"id": `"A1"`}, Children: map[string][]*Record{"answers": {}}}
		for _, x := range xs {
			rec.Children["answers"] = append(rec.Children["answers"], &Record{Cells: map[string]Cell{"id": `"A1"`, "x": Cell(fmt.Sprint(x))}})
		}
		rs := &RuleSet{Tables: []*Table{numbersTable(), answers}}
		a := newPortfolio(rs, "2026-11-01", []*Record{rec}).accounts[0]
		return str(a.scope().eval(Call{Fn: fn, Args: []Node{Name{"answers"}, Dot{"x"}}}).text())
	}
	want(t, "80% promoters, 5% detractors", ask("nps", 9, 9, 9, 9, 10, 10, 10, 10, 9, 9, 9, 9, 9, 9, 9, 9, 7, 8, 7, 6), "75")
	want(t, "csat", ask("csat", 5, 4, 3), "66.666666667")
	want(t, "no answers", ask("nps"), "null")
}
