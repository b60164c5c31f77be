package lint

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

const rangeSignals = `language: 1
signals:
  accounts:
    key: id
    columns:
      id: string
      a: {type: int, min: 0, max: 5}
      b: {type: number, min: -2, max: 3}
      c: {type: int, optional: true, min: -1, max: 1}
      d: number
      e: {type: string, one_of: [x, y, zz]}
      f: optional bool
      g: {type: money, min: 0}
      h: {type: int, default: 7, min: 0}
      i: {type: number, one_of: [1, 2.5, 4]}
      o: {type: string, optional: true, one_of: [lo, hi]}
      p: {type: number, optional: true, at: q, fresh_for: 30d, min: 0, max: 1}
      q: optional date
      flag: bool
      j: {type: int, one_of: [-3, -2, -1, 1, 2, 3, 4]}
      l: {type: int, one_of: [1, 2, 3, 4, 5, 6, 7]}
  t:
    parent: accounts
    key: id
    time: day
    columns: {id: string, day: date, v: {type: int, optional: true, min: 0, max: 10}, w: {type: number, min: 0, max: 1}, k: {type: string, one_of: [u, n]}}
functions:
  half: {args: [x], expr: x / 2}
  warm: {args: [x, y], expr: 'x > 1 and y < 2'}
metrics:
`

// writer draws expressions.
type writer struct {
	*rapid.T
	metrics []string // by kind: n0, s0, t0 ... written so far
	codes   *int     // of rows
}

func (w writer) pick(of ...string) string { return rapid.SampledFrom(of).Draw(w.T, "pick") }

func (w writer) known(kind string) string {
	var names []string
	for _, m := range w.metrics {
		if strings.HasPrefix(m, kind) {
			names = append(names, m)
		}
	}
	if len(names) == 0 {
		return map[string]string{"n": "a", "c": "flag", "s": "e"}[kind]
	}
	return w.pick(names...)
}

func (w writer) literal() string {
	return w.pick("0", "1", "2", "-1", "5", "0.5", "2.5", "-0.25", "10", "100", "3", "4", "1000000000")
}

// number is an expression of a number; row: inside a row function.
func (w writer) number(depth int, row bool) string {
	if depth <= 0 {
		if row && w.pick("row", "account") == "row" {
			return w.pick(".v", ".w")
		}
		return w.pick("a", "b", "c", "d", "h", "i", "p", "j", "l", "l / j", "g / 1.00", w.literal(), w.known("n"), "days_since(q)")
	}
	x := func() string { return w.number(depth-1, row) }
	p := func() string { return "(" + x() + ")" }
	forms := []func() string{
		x, x,
		func() string { return p() + " + " + p() },
		func() string { return p() + " - " + p() },
		func() string { return p() + " * " + p() },
		func() string { return p() + " / " + p() },
		func() string { return p() + " % " + p() },
		func() string { return "-" + p() },
		func() string { return p() + " ** " + w.pick("0", "1", "2", "3", "-1", "-2") },
		func() string { return "abs(" + x() + ")" },
		func() string { return "floor(" + x() + ")" },
		func() string { return "ceil(" + x() + ")" },
		func() string { return "round(" + x() + ")" },
		func() string { return "round(" + x() + ", " + w.pick("0", "1", "2", "a") + ")" },
		func() string { return "sqrt(" + x() + ")" },
		func() string { return "ln(" + x() + ")" },
		func() string { return "min(" + x() + ", " + x() + ")" },
		func() string { return "max(" + x() + ", " + x() + ", " + x() + ")" },
		func() string { return "clamp(" + x() + ", " + x() + ", " + x() + ")" },
		func() string { return "clamp(" + x() + ", " + w.literal() + ", " + w.literal() + ")" },
		func() string { return "share(" + x() + ", " + x() + ")" },
		func() string { return "scale(" + x() + ", " + w.literal() + ", " + w.literal() + ")" },
		func() string {
			return "scale(" + x() + ", " + x() + ", " + x() + ", " + w.literal() + ", " + w.literal() + ")"
		},
		func() string { return "growth(" + x() + ", " + x() + ")" },
		func() string { return "percent(" + x() + ", " + x() + ")" },
		func() string { return "decay(" + x() + ", " + x() + ")" },
		func() string { return "half(" + x() + ")" },
		func() string { return p() + " ?? " + p() },
		func() string { return w.condition(depth-1, row) + " ? " + p() + " : " + p() },
		func() string { return "(let z = " + x() + "; z * z - z)" },
		func() string {
			return "(let z = " + x() + "; z > 0 ? z : -z)"
		},
		func() string {
			return w.pick("sum", "mean", "min", "max", "median", "stddev", "nps", "csat", "count") + "([" + x() + ", " + x() + ", " + x() + "])"
		},
	}
	if !row {
		in := func() string { return w.number(depth-1, true) }
		forms = append(forms,
			func() string {
				return w.pick("sum", "mean", "min", "max", "median", "stddev", "nps", "csat", "first", "last") + "(t, " + in() + ")"
			},
			func() string { return "count(t, " + w.condition(depth-1, true) + ")" },
			func() string { return w.pick("share", "percent") + "(t, " + w.condition(depth-1, true) + ")" },
			func() string {
				return w.pick("share", "percent") + "(t, " + in() + ", " + w.condition(depth-1, true) + ")"
			},
			func() string { return "quantile(t, " + in() + ", " + w.pick("0", "0.5", "0.9") + ")" },
			func() string { return "top_share(t, " + in() + ", " + w.pick("1", "2") + ")" },
			func() string { return "ces(t, " + in() + ")" },
			func() string { return "sum(latest(t, 2), " + in() + ")" },
			func() string {
				return w.pick("trend", "slope", "decayed_sum", "decayed_mean") + "(t, " + in() + `, "20d")`
			},
			func() string {
				return w.pick(`trend(t, "20d")`, `streak(t, "2d")`, "active_days(t)", "active_days(t, .k)", `stickiness(t, .k, "9d")`, `slope(t, .v)`)
			},
			func() string { return "streak(t, " + w.condition(depth-1, true) + ")" },
			func() string {
				return w.pick("days_between", "months_between", "business_days", "business_hours") + `(q, "2026-10-20")`
			},
			func() string { return w.pick("months_since", "months_until", "business_days") + "(q)" },
			func() string { return "weighted_mean(t, " + in() + ", " + in() + ")" },
			func() string { return "sum(filter(t, " + w.condition(depth-1, true) + "), " + in() + ")" },
			func() string { return "count(uniq(t, " + in() + "))" },
			func() string { return "max(map(t, " + in() + "))" },
			func() string {
				return "peers." + w.pick("mean", "median", "min", "max", "stddev", "percentile", "count") + "(" + w.pick("a", "b", "c") + ")"
			},
			func() string { return "peers.ntile(b, " + w.pick("1", "4") + ")" },
		)
	}
	return forms[rapid.IntRange(0, len(forms)-1).Draw(w.T, "form")]()
}

// condition is an expression of a yes or no, in parentheses.
func (w writer) condition(depth int, row bool) string {
	operand := func() string { return w.pick("a", "b", "c", "d", "h", "i", "p", w.known("n")) }
	simple := []func() string{
		func() string { return operand() + " " + w.pick("<", "<=", ">", ">=", "==", "!=") + " " + w.literal() },
		func() string { return w.literal() + " " + w.pick("<", "<=", ">", ">=", "==", "!=") + " " + operand() },
		func() string { return w.literal() + " <= " + operand() + " < " + w.literal() },
		func() string { return operand() + " " + w.pick("==", "!=") + " nil" },
		func() string {
			return operand() + " " + w.pick("in", "not in") + " [" + w.literal() + ", " + w.literal() + "]"
		},
		func() string {
			return w.pick("e", "o", w.known("s")) + " " + w.pick("==", "!=", "<", ">=") + " " + w.pick(`"x"`, `"zz"`, `"lo"`, `"q"`)
		},
		func() string {
			return w.pick("e", "o") + " " + w.pick("in", "not in") + " " + w.pick(`["x", "y"]`, `["lo", "zz"]`, `["lo", "hi"]`)
		},
		func() string {
			return w.pick("e", "o") + " " + w.pick("contains", "startsWith", "endsWith", "matches") + " " + w.pick(`"z"`, `"o"`, `"x"`)
		},
		func() string { return w.pick("f", "flag", w.known("c")) },
		func() string { return w.pick("f", "flag") + " " + w.pick("==", "!=") + " " + w.pick("true", "false") },
		func() string { return "warm(" + operand() + ", " + operand() + ")" },
		func() string { return operand() + " " + w.pick("<", "<=", ">", ">=", "==", "!=") + " " + operand() },
		func() string { return w.pick("true", "false") },
	}
	if row {
		simple = append(simple, func() string { return ".v " + w.pick("<", ">=", "!=") + " " + w.literal() }, func() string { return `.k == "u"` })
	}
	if depth <= 0 {
		return "(" + simple[rapid.IntRange(0, len(simple)-1).Draw(w.T, "simple")]() + ")"
	}
	x := func() string { return w.condition(depth-1, row) }
	forms := []func() string{
		x,
		func() string { return x() + " and " + x() },
		func() string { return x() + " or " + x() },
		func() string { return x() + " and " + x() + " and " + x() },
		func() string { return x() + " or " + x() + " or " + x() },
		func() string { return "not " + x() },
		func() string { return x() + " ? " + x() + " : " + x() },
		func() string { return x() + " ?? " + x() },
		func() string {
			return "(" + w.number(depth-1, row) + ") " + w.pick("<", "<=", ">", ">=", "==", "!=") + " (" + w.number(depth-1, row) + ")"
		},
	}
	if !row {
		forms = append(forms, func() string { return w.pick("any", "all", "none") + "(t, " + w.condition(depth-1, true) + ")" })
	}
	return "(" + forms[rapid.IntRange(0, len(forms)-1).Draw(w.T, "form")]() + ")"
}

// text is an expression of a text.
func (w writer) text(depth int) string {
	switch w.pick("column", "cond", "join", "fold", "first") {
	case "cond":
		return w.condition(depth, false) + " ? " + w.pick("e", "o", `"x"`) + " : " + w.pick("e", "o", `"lo"`)
	case "join":
		return w.pick("e", "o") + ` + ` + w.pick("e", `"z"`, "lower(o)")
	case "fold":
		return w.pick("upper", "lower", "trim") + "(" + w.pick("e", "o") + ")"
	case "first":
		return w.pick("first", "last") + "(t, .k)"
	}
	return w.pick("e", "o", "o ?? e", "id")
}

func checked(source string) (*rules.Set, *check.Checked, error) {
	set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(source)}})
	if err != nil {
		return nil, nil, err
	}
	c, found := check.Check(set, nil)
	if c == nil {
		return nil, nil, found
	}
	return set, c, nil
}

// TestRanges: what expressions are said to be holds what the engine computes.
func TestRanges(t *testing.T) {
	tried, narrow := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := writer{T: t, codes: new(int)}
		var metrics strings.Builder
		for i := range 6 {
			kind := w.pick("n", "n", "c", "s")
			var body string
			switch kind {
			case "n":
				body = w.number(3, false)
			case "c":
				body = w.condition(3, false)
			default:
				body = w.text(2)
			}
			round := ""
			if kind == "n" {
				round = w.pick("", "", ", round: 1", ", round: 0")
			}
			name := fmt.Sprintf("%s%d", kind, i)
			line := fmt.Sprintf("  %s: {expr: '%s'%s}\n", name, body, round)
			if _, _, err := checked(rangeSignals + metrics.String() + line); err != nil {
				continue // of a type that does not fit
			}
			metrics.WriteString(line)
			w.metrics = append(w.metrics, name)
		}
		if len(w.metrics) == 0 {
			return
		}
		source := rangeSignals + metrics.String() + "scorecards:\n  health:\n    scale: none\n    measures:\n"
		for _, m := range w.metrics {
			source += fmt.Sprintf("      %s: {points: '1'}\n", m)
		}
		set, c, err := checked(source)
		if err != nil {
			t.Fatalf("%v\n%s", err, source)
		}
		r := newRanges(c)
		ranges := map[string]ranged{}
		for i, m := range c.Metrics {
			ranges[m.Name] = ranged{r.metric(i), m}
			tried++
			if v := r.metric(i); !v.missing || len(v.spans) > 0 && (v.spans[0].lo.Sign() != 0) {
				narrow++
			}
		}
		for _, d := range scored(t, set, rangeAccounts(t)) {
			for _, m := range d.Measures {
				of := ranges[m.Name]
				if got := observed(m.Value); !got.within(of.values, shapeOf(of.metric.Type.Kind)) {
					t.Fatalf("%s is %v of account %s, outside %+v (%s)\n%s", m.Name, m.Value, d.Account, of.values, m.Cause, source)
				}
			}
		}
	})
	if tried == 0 || narrow == 0 {
		t.Errorf("%d expressions, %d of which say something: the test tests nothing", tried, narrow)
	}
}

type ranged struct {
	values set
	metric check.Metric
}

// observed is the set of the one value that the engine gave.
func observed(v signals.Value) set {
	if v.Kind == signals.NoKind || v.Missing != signals.Present {
		return set{missing: true, decimals: 0}
	}
	return valueOf(v)
}

// rangeAccounts draws accounts that keep to the declarations, with the ends of
// ranges among their values.
func rangeAccounts(t *rapid.T) []map[string]any {
	var out []map[string]any
	for i := range 12 {
		draw := func(values ...any) any { return rapid.SampledFrom(values).Draw(t, "value") }
		row := map[string]any{
			"id": fmt.Sprint("A", i), "a": draw(0, 1, 2, 5), "b": draw(-2, -0.5, 0, 1.25, 3), "c": draw(nil, -1, 0, 1),
			"d": draw(-40, -3.5, 0, 0.000000001, 2, 12, 1234567.891, 987654321987654, -999999999999999), "e": draw("x", "y", "zz"), "f": draw(nil, true, false),
			"g": draw(0, 0.5, 99.99), "h": draw(nil, 0, 3), "i": draw(1, 2.5, 4), "o": draw(nil, "lo", "hi"), "p": draw(nil, 0, 0.5, 1),
			"q": draw(nil, "2026-10-30", "2025-01-01", "2027-01-01"), "flag": draw(true, false), "j": draw(-3, -1, 1, 4), "l": draw(1, 2, 7),
		}
		if n := rapid.IntRange(-1, 3).Draw(t, "rows"); n >= 0 {
			rows := []any{}
			for range n {
				rows = append(rows, map[string]any{"day": draw("2026-10-31", "2026-10-20", "2026-09-28", "2026-11-01"), "v": draw(nil, 0, 4, 5, 9, 10), "w": draw(0, 0.25, 1), "k": draw("u", "n")})
			}
			row["t"] = rows
		}
		out = append(out, row)
	}
	return out
}

// scored scores accounts with everything explained.
func scored(t *rapid.T, set *rules.Set, accounts []map[string]any) []result.Document {
	program, err := engine.Compile(set, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	day, err := signals.ParseAsOf("2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	var out []result.Document
	whole := signals.NewBuilder(program.Schema(), day, program.Needs(), nil)
	for _, a := range accounts {
		if err := whole.AddMap(a); err != nil {
			t.Fatal(err)
		}
	}
	peers, err := program.Peers(context.Background(), whole.Portfolio())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		b := signals.NewBuilder(program.Schema(), day, program.Needs(), nil)
		if err := b.AddMap(a); err != nil {
			t.Fatal(err)
		}
		d, err := program.Score(context.Background(), b.Portfolio(), engine.Request{Peers: peers, Explain: engine.ExplainFull})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d...)
	}
	return out
}

// way draws a way to points of a column.
func (w writer) way(column string) string {
	edge := rapid.SliceOfNDistinct(rapid.IntRange(-4, 12), 2, 4, rapid.ID[int])
	steps := func() []string {
		edges := edge.Draw(w.T, "edges")
		slices.Sort(edges)
		var out []string
		for _, e := range edges {
			out = append(out, fmt.Sprintf("%d: %s", e, w.pick("0", "20", "50", "100")))
		}
		return out
	}
	if column == "e" || column == "o" {
		return "map: {x: 0, lo: 30, zz: 80" + w.pick("", ", else: 100") + "}"
	}
	switch w.pick("up_to", "from", "linear", "points", "rows", "rows") {
	case "up_to":
		return "up_to: {" + strings.Join(steps(), ", ") + ", else: 60}"
	case "from":
		return "from: {else: 10, " + strings.Join(steps(), ", ") + "}"
	case "linear":
		return "linear: {" + strings.Join(steps(), ", ") + "}"
	case "points":
		return "points: '" + w.number(2, false) + "'"
	}
	rows := "rows: ["
	for range rapid.IntRange(1, 4).Draw(w.T, "rows") {
		condition := w.condition(1, false)
		if w.pick("value", "other") == "value" {
			condition = "value " + w.pick("<", "<=", ">", "==") + " " + w.literal()
		}
		rows += "{when: '" + condition + "', points: " + w.pick("0", "5", "40", "95", "'value * 10'") + w.code() + "}, "
	}
	return rows + w.pick("{points: 33", "{when: a > 2, points: 44") + w.code() + "}]"
}

// code is a code of its own for a row.
func (w writer) code() string {
	*w.codes++
	return fmt.Sprintf(", code: R%dR", *w.codes)
}

// TestScores: scores, bands, points, rows, overrides and flags are what they are said
// to be, in each segment.
func TestScores(t *testing.T) {
	scoredAny, refutable := 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		w := writer{T: t, codes: new(int)}
		missing := func() string {
			return w.pick("", "", ", missing: zero", ", missing: 45", ", missing: fail", ", missing: redistribute")
		}
		narrow := func() string {
			return w.pick("a", "c", "h", "d") + w.pick(" > ", " <= ", " < ", " >= ") + w.pick("0", "1", "2", "3")
		}
		when := func() string { return w.pick("", ", when: '"+narrow()+"'", ", when: '"+w.condition(1, false)+"'") }
		column := func() string { return w.pick("a", "b", "c", "d", "e", "h", "i", "o", "p", "j") }
		measure := func(i int) string {
			column := column()
			return fmt.Sprintf("m%d: {metric: %s, weight: %s%s%s, %s}", i, column, w.pick("0", "1", "2.5", "10"), missing(), when(), w.way(column))
		}
		combine := func() string { return w.pick("weighted", "weighted", "mean", "min", "max", "sum") }
		overrides := func(indent string) string {
			out := indent + "overrides:\n"
			for range rapid.IntRange(1, 2).Draw(t, "overrides") {
				out += indent + "  - {when: '" + w.pick("score > 50", "score > 80", "coverage < 1", "a >= 0", narrow(), w.condition(1, false)) + "', " +
					w.pick("adjust: -10", "cap: 60", "floor: 30", "adjust: 15, cap: 80", "band: yellow") + "}\n"
			}
			return out
		}
		source := rangeSignals + "  n0: a * 2\nsegments:\n  one: '" + w.pick(narrow(), w.condition(1, false)) + "'\n  two: '" +
			w.pick(narrow(), w.condition(1, false)) + "'\nscorecards:\n  health:\n    combine: " + combine() + "\n    measures:\n"
		measures := rapid.IntRange(1, 3).Draw(t, "measures")
		for i := range measures {
			source += "      " + measure(i) + "\n"
		}
		source += "      group:\n        combine: " + combine() + "\n        weight: 3\n" + w.pick("", "        when: '"+narrow()+"'\n") +
			w.pick("", "        missing: 15\n", "        missing: zero\n") + "        measures:\n          " + measure(7) + "\n          " + measure(8) + "\n"
		source += overrides("    ")
		bands := w.pick("general", "general", "segment", "none")
		if bands == "general" {
			source += "    bands: {green: {from: 75}, yellow: {from: 40}, red: {}}\n"
		}
		source += "    segments:\n"
		for _, name := range []string{"one", "two", "default"} {
			if w.pick("changed", "changed", "same") == "same" && (bands != "segment" || name != "one") {
				continue
			}
			source += "      " + name + ":\n        measures:\n          m0: {weight: 2" + when() + w.pick("", ", metric: h") + w.pick("", ", "+w.way("d")) + "}\n"
			source += w.pick("", "          group: {when: '"+narrow()+"'}\n", "          group: {measures: {m7: off}}\n")
			if bands == "segment" {
				source += "        bands: {green: {from: 60}, yellow: {from: 30}, red: {}}\n"
			}
			source += w.pick("", overrides("        "))
		}
		source += "flags:\n  hot: '" + w.condition(2, false) + "'\n  cold: 'health.score " +
			w.pick("<", ">") + " " + w.literal() + " and " + w.condition(1, false) + "'\n"
		if bands != "none" {
			source += "  bandless: health.band == nil\n"
		}
		written, c, err := checked(source)
		if err != nil {
			t.Skip(err)
		}
		r := newRanges(c)
		card := &c.Scorecards[0]
		p := &pass{checked: c}
		points := map[string]set{} // by segment and measure
		p.forms(func(card *check.Scorecard, v *check.Variant, top scope) {
			p.measures(v.Root, top, func(m *check.Measure, s scope) {
				if m.Measure.Points != nil && !m.IsGroup {
					inner, _ := holds(s, m.When)
					tree := scoreTree{p.ranges(), card, v}
					points[v.Segment+" "+m.Name] = tree.leaf(m, inner).points.or(onlyMissing()).or(number(exact.Int(0))).or(number(exact.Int(45)))
				}
			})
		})
		findings := findingsOf(Lint(c), source)
		for _, d := range scored(t, written, rangeAccounts(t)) {
			scoredAny++
			v := card.Variants[card.BySegment[d.Segment]]
			if score := r.scores(card, v).score; !number(d.Score).within(score, numberShape) {
				t.Fatalf("the score of %s is %s, outside %+v\n%s", d.Account, d.Score, score, source)
			}
			for _, f := range findings {
				if f.refuted(d) {
					t.Fatalf("account %s in segment %s: %s\n%s", d.Account, d.Segment, f.Message, source)
				}
				refutable[f.what]++
			}
			for i, f := range c.Set.Flags {
				of := r.scope().truth(c.Flags[i])
				if slices.Contains(d.Flags, f.Name) && !of.yes || !slices.Contains(d.Flags, f.Name) && !of.no && !of.missing {
					t.Fatalf("flag %s of %s is not %+v\n%s", f.Name, d.Account, of, source)
				}
			}
			for _, m := range leavesOf(d.Measures) {
				of, leaf := points[v.Segment+" "+m.Name]
				if leaf && !number(m.Points).within(published(of, numberType, nil), numberShape) {
					t.Fatalf("the points of %s of %s are %s, outside %+v\n%s", m.Name, d.Account, m.Points, of, source)
				}
			}
		}
	})
	for _, what := range []string{"band", "override", "row"} {
		if scoredAny == 0 || refutable[what] == 0 {
			t.Errorf("%d scores, %d times a finding of a %s: the test tests nothing", scoredAny, refutable[what], what)
		}
	}
}

// refutableFinding is a finding that a score can prove wrong.
type refutableFinding struct {
	rules.Diagnostic
	what, name string // a band, the line of an override, the code of a row
	segment    string // empty: all
}

func findingsOf(found []rules.Diagnostic, source string) []refutableFinding {
	var out []refutableFinding
	lines := strings.Split(source, "\n")
	for _, d := range found {
		f := refutableFinding{Diagnostic: d}
		if _, in, ok := strings.Cut(d.Message, "(in segment `"); ok {
			f.segment = strings.TrimSuffix(in, "`)")
		}
		line := lines[d.Place.Line-1]
		behind := string([]rune(line)[d.Place.Column-1:])
		switch {
		case d.ID == "band-unreachable":
			_, name, _ := strings.Cut(d.Message, "band `")
			f.what, f.name = "band", name[:strings.IndexByte(name, '`')]
		case d.ID == "row-unreachable" && strings.Contains(d.Message, "this row is never reached"):
			_, code, _ := strings.Cut(behind, "code: ")
			f.what, f.name = "row", code[:strings.IndexByte(code, '}')]
		case d.ID == "constant-condition" && strings.HasPrefix(strings.TrimSpace(line), "- {when: '") && strings.Contains(d.Message, " is never true"):
			whole, _, _ := strings.Cut(strings.SplitN(line, "'", 2)[1], "'")
			if len(whole) <= sourceWidth && strings.HasPrefix(d.Message, "`"+whole+"` ") {
				f.what, f.name = "override", fmt.Sprintf(":%d:", d.Place.Line)
			}
		}
		if f.what != "" {
			out = append(out, f)
		}
	}
	return out
}

// refuted tells whether an account proves a finding wrong.
func (f refutableFinding) refuted(d result.Document) bool {
	if f.segment != "" && f.segment != d.Segment {
		return false
	}
	switch f.what {
	case "band":
		return d.Band != nil && *d.Band == f.name
	case "row":
		return slices.ContainsFunc(leavesOf(d.Measures), func(m result.Measure) bool { return m.Code == f.name })
	}
	return slices.ContainsFunc(d.Overrides, func(o result.Override) bool { return strings.Contains(o.Declared+":", f.name) })
}

// leavesOf are the measures that take part in a score, those of groups among them.
func leavesOf(measures []result.Measure) []result.Measure {
	var out []result.Measure
	for _, m := range measures {
		if m.State != result.StateOut {
			out = append(append(out, m), leavesOf(m.Measures)...)
		}
	}
	return out
}

func TestSpans(t *testing.T) {
	five := exact.Int(5)
	above, upTo := numbers(span{lo: five, loOpen: true}, anyDecimals), numbers(span{hi: five}, anyDecimals)
	if !above.and(upTo).none(numberShape) {
		t.Error("above 5 and up to 5 share nothing")
	}
	if all := above.or(upTo); len(all.spans) != 1 || !anyNumber(anyDecimals).within(all, numberShape) {
		t.Errorf("above 5 or up to 5 is everything, not %+v", all)
	}
	if got := above.not().and(anyNumber(anyDecimals)); !got.within(upTo, numberShape) {
		t.Errorf("not above 5 is up to 5, not %+v", got)
	}
	if s, ok := (span{lo: exact.Int(50), loOpen: true, hi: exact.Int(51), hiOpen: true}).on(0); ok {
		t.Errorf("no whole number lies between 50 and 51: %+v", s)
	}
	if _, ok := (span{lo: exact.Int(50), loOpen: true, hi: exact.Int(51), hiOpen: true}).on(1); !ok {
		t.Error("50.1 lies between 50 and 51")
	}
}
