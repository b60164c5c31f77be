package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// entry is all that results hold of account i, as text.
func entry(r *engine.Results, i int) string {
	var b strings.Builder
	fmt.Fprint(&b, r.Key(i), " ", r.Segments.At(i))
	for _, f := range r.Flags {
		fmt.Fprint(&b, " ", f.Name, "=", f.Holds[i])
	}
	for k := range r.Scorecards {
		s := &r.Scorecards[k]
		fmt.Fprintf(&b, "\n%s: score %v, exactly %s, coverage %v, band %q", s.Name, s.Score.At(i), lowest(s.Exact.At(i)), s.Coverage.At(i), s.Band.At(i))
		fmt.Fprint(&b, s.Score.IsMissing(i), s.Exact.IsMissing(i))
		for j := range s.Points {
			fmt.Fprint(&b, " ", s.Points[j].At(i))
		}
		if s.TopReason != nil {
			fmt.Fprint(&b, " ", s.TopReason.At(i))
		}
	}
	return b.String()
}

func lowest(x exact.Num) string {
	if x.IsMissing() {
		return "missing"
	}
	return x.Rat().RatString()
}

// wantOnes fails unless ScoreOne gives for every account what Score gives, in any
// order, portfolio after portfolio.
func wantOnes(t *testing.T, p *engine.Program, request engine.Request, portfolios ...*signals.Portfolio) {
	t.Helper()
	ctx := context.Background()
	one, err := p.Scorer(request)
	if err != nil {
		t.Fatal(err)
	}
	for again := range 2 {
		for n, accounts := range portfolios {
			whole, err := p.ScoreBatch(ctx, accounts, request)
			if err != nil {
				t.Fatal(err)
			}
			for i := range accounts.Len() {
				if again == 1 {
					i = accounts.Len() - 1 - i
					one.Score(ctx, portfolios[0]) // they share the results
				}
				got, err := one.ScoreOne(ctx, accounts, i)
				if err != nil {
					t.Fatal(err)
				}
				if got.Len() != 1 {
					t.Fatalf("%d accounts", got.Len())
				}
				if w, g := entry(whole, i), entry(got, 0); w != g {
					t.Fatalf("portfolio %d, account %d:\n%s\none at a time:\n%s", n, i, w, g)
				}
			}
		}
	}
}

func TestScoreOneOfTheBenchmark(t *testing.T) {
	p := compile(t, benchRules(t))
	accounts := benchPortfolio(t, p, benchAccounts(2000))
	wantOnes(t, p, engine.Request{}, accounts, signals.Slice(accounts, 100, 200))
	wantOnes(t, p, engine.Request{Explain: engine.ExplainReasons}, signals.Slice(accounts, 100, 300))
	wantOnes(t, p, engine.Request{Profile: true}, signals.Slice(accounts, 100, 200))
}

func TestScoreOneAllocatesNothing(t *testing.T) {
	p := compile(t, benchRules(t))
	accounts := benchPortfolio(t, p, benchAccounts(500))
	other := benchPortfolio(t, p, benchAccounts(300)[200:])
	for _, level := range []engine.Level{engine.ExplainNone, engine.ExplainReasons} {
		scorer, err := p.Scorer(engine.Request{Explain: level})
		if err != nil {
			t.Fatal(err)
		}
		ctx, i := context.Background(), 0
		score := func() {
			for _, portfolio := range []*signals.Portfolio{accounts, other} {
				for range 5 {
					if i++; i >= other.Len() {
						i = 0
					}
					if _, err := scorer.ScoreOne(ctx, portfolio, i); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		for range 100 {
			score()
		}
		if n := testing.AllocsPerRun(100, score); n != 0 {
			t.Errorf("level %d: %v allocations", level, n)
		}
	}
}

func TestScoreOneErrors(t *testing.T) {
	p := compile(t, benchRules(t))
	accounts := benchPortfolio(t, p, benchAccounts(2))
	scorer, err := p.Scorer(engine.Request{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for _, i := range []int{-1, 2} {
		if _, err := scorer.ScoreOne(ctx, accounts, i); !errors.Is(err, engine.ErrNoAccount) {
			t.Errorf("account %d: %v", i, err)
		}
	}
	if _, err := scorer.ScoreOne(ctx, portfolio(t, compile(t, expressionRules("nps")), sampleAsOf, sampleAccount), 0); !errors.Is(err, engine.ErrOtherSchema) {
		t.Errorf("another schema: %v", err)
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := scorer.ScoreOne(canceled, accounts, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that is over: %v", err)
	}
	r, err := scorer.ScoreOne(ctx, accounts, 1)
	if err != nil || r.Key(0) != accounts.Key(1) {
		t.Fatalf("account 1: %v", err)
	}
	docs, err := r.Documents(ctx, 0, engine.ExplainFull)
	if err != nil || docs[0].Account != accounts.Key(1) {
		t.Errorf("the documents are those of %s: %v", docs[0].Account, err)
	}
}

// TestScoreOneShares: a schedule is compiled once, whoever needs it first.
func TestScoreOneShares(t *testing.T) {
	p := compile(t, benchRules(t))
	accounts := benchPortfolio(t, p, benchAccounts(200))
	ctx := context.Background()
	whole, err := p.ScoreBatch(ctx, accounts, engine.Request{})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			scorer, err := p.Scorer(engine.Request{})
			if err != nil {
				t.Error(err)
				return
			}
			for i := range accounts.Len() {
				r, err := scorer.ScoreOne(ctx, accounts, i)
				if err != nil || entry(r, 0) != entry(whole, i) {
					t.Errorf("account %d: %v", i, err)
					return
				}
			}
		})
	}
	group.Wait()
}

// oneSignals are the sample signals of which anything may be missing.
var oneSignals = strings.NewReplacer(
	"size: string", "size: optional string", "start_date: date\n", "start_date: optional date\n", "configured: int", "configured: optional int",
	"total: int", "total: optional int", "users: int", "users: optional int", "mrr: money", "mrr: optional money",
	"opening: money", "opening: optional money",
).Replace(sampleSignals)

// oneRules are rule sets over the sample signals: those that are single, and others.
var oneRules = []string{
	// Steps over columns and metrics of all kinds, by segments that are conditions.
	`
metrics:
  setup: features_configured / features_total * 100
  per_user: mrr / active_users
  growth: (mrr - mrr_opening) / mrr_opening
  third: ratio / 3
  both: nps * ratio + third - 1
  rounded: {expr: nps * ratio, round: 2}
  amount: mrr * 3 - mrr_opening
  age: days_since(start_date)
segments:
  large: 'size == "large" or setup > 90'
  gone: renewal == nil and not vip
  names: 'name in ["a", "b", "c"] or grade == "gold"'
scorecards:
  health:
    measures:
      setup: {weight: 2, up_to: {50: 0, 70: 50, else: 100}}
      growth: {weight: 3, up_to: {0: 0, 0.05: 30, 0.1: 50, else: 100}}
      per_user: {from: {0.5: 10, 10: 20, 100: 100, else: 0}}
      third: {up_to: {0.333333333: 10, 1: 50, else: 100}}
      both: {from: {0: 0, 1000000: 100, else: 5}, missing: zero}
      rounded: {up_to: {0.01: 10, else: 100}, missing: 7}
      amount: {up_to: {0: 0, 1000: 50, else: 100}}
      nps: {up_to: {-5.5: 0, 0.1: 20, else: 100}}
      big: {up_to: {5: 0, 999999999999999: 20, else: 100}}
      ratio: {from: {0: 1, 0.123456789: 99, else: 12}}
      pulse: {up_to: {5: 0, else: 100}}
    min_coverage: 0.5
    segments:
      large: {measures: {setup: {weight: 5, up_to: {20: 0, else: 100}}, nps: {weight: 7}}}
    overrides:
      - {when: vip and mrr < 100, cap: 40, reason: one}
      - {when: score > 50 and coverage < 0.9, adjust: -3.5, reason: two}
      - {when: grade == nil, floor: 10, band: red, reason: three}
    bands: {green: {from: 70}, yellow: {from: 40}, red: {}}
flags:
  high: health.score > 60.5
  dark: health.band != "green" or health.coverage < 0.5
  odd: 'both in [1, 2, 3.5] or third == 1'
`,
	// Linear, map, conditions, by a value.
	`
metrics:
  setup: features_configured / features_total * 100
  share_of: percent(features_configured, features_total)
  chosen: 'vip ? nps : ratio ?? 3'
  most: max(nps, ratio, 0)
  within_: clamp(nps, -10, 10)
  left: days_until(renewal)
  whole: floor(nps) + abs(ratio) - ceil(ratio)
segments: {by: size}
scorecards:
  health:
    scale: {min: 0, max: 10}
    combine: mean
    missing: fail
    measures:
      setup: {linear: {0: 0, 50: 3, 100: 10}, missing: redistribute}
      share_of: {linear: {10: 10, 90: 0}, missing: zero}
      nps: {linear: {-100: 0, 100: 10}, missing: redistribute, when: vip}
      mrr: {linear: {0: 0, 1000: 10}}
      renewal: {map: {2026-12-01: 4, else: 0}, missing: 2}
      vip: {map: {"true": 1, "false": 9}, missing: zero}
      grade: {map: {gold: 10, silver: 5}, missing: zero}
      active_users: {map: {10: 5, 20: 6, else: 1}}
      chosen: {up_to: {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, else: 10}, missing: zero}
      most: {from: {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, else: 0}, missing: zero}
      within_: {up_to: {0: 0, else: 10}, missing: redistribute}
      left: {up_to: {0: 0, 30: 5, else: 10}, missing: zero}
      whole: {up_to: {0: 0, 30: 5, else: 10}, missing: zero}
    segments:
      large: {measures: {setup: {linear: {0: 0, 70: 10}}, nps: off}}
    bands: {green: {from: 7}, red: {}}
  second:
    scale: {min: -20, max: 20}
    start: 1.5
    combine: sum
    round: 4
    measures:
      nps: {up_to: {0: -10.5, else: 10}}
      ratio: {up_to: {0: -10.25, else: 10}, when: 'seen > ago("90d")'}
    overrides:
      - {when: 'score < 5', adjust: -20.5, reason: low}
      - {when: 'nps > 3', floor: -3, reason: fine}
flags:
  poor: 'health.score < 5'
  good: 'health.band == "green" and second.score > 0.1'
`,
	// Not single: child rows, points that are computed, groups.
	`
metrics:
  used: sum(usage, .actions)
segments: {busy: count(tickets) > 1}
scorecards:
  health:
    measures:
      used: {up_to: {50: 0, else: 100}}
      nps: {points: nps / 3}
      voice: {combine: max, measures: {ratio: {up_to: {0: 0, else: 60}}, missing_number: {up_to: {0: 0, else: 50}}}}
    bands: {green: {from: 70}, red: {}}
flags: {used: used > 10}
`,
	`
segments: {by: size}
scorecards:
  health: {measures: {nps: {points: nps / 3}, mrr: {linear: {0: 0, 100000: 100}}}, bands: {green: {from: 70}, red: {}}}
`,
}

// oneAccounts draws accounts, with missing in every place and extremes of all types.
func oneAccounts(random *rand.Rand, n int, mild bool) []string {
	pick := func(values ...string) string { return values[random.IntN(len(values))] }
	accounts := make([]string, n)
	for i := range accounts {
		var b strings.Builder
		fmt.Fprintf(&b, `{"account_id": "A%d"`, i)
		field := func(name string, seldom int, values ...string) {
			if random.IntN(100) >= seldom {
				fmt.Fprintf(&b, `, %q: %s`, name, pick(values...))
			}
		}
		few := func() string { return fmt.Sprint(random.IntN(20) - 5) }
		decimal := func() string {
			return fmt.Sprintf("%d.%0*d", random.IntN(2000)-1000, 1+random.IntN(9), random.IntN(10))
		}
		numbers := func(name string, seldom int) {
			if mild {
				field(name, seldom, few(), few(), "0", "0.1", "0.25", "1500.25", fmt.Sprintf("%d.%02d", random.IntN(200)-100, random.IntN(100)))
				return
			}
			field(name, seldom, few(), few(), few(), decimal(), decimal(), "0", "0.1", "0.333333333", "999999.999999999",
				"-999999999999999", "999999999999999", "0.000000001", "123456789.123456", "1e14", "100000000000.0001")
		}
		ints := func(name string, seldom int) {
			if mild {
				field(name, seldom, few(), few(), "0", "10", "100000")
				return
			}
			field(name, seldom, few(), few(), few(), few(), "0", "10", "9007199254740991", "-9007199254740991", "9007199254740992", "1000000")
		}
		money := func(name string) {
			if mild {
				field(name, 10, `"100.10"`, `"0.00"`, `"-5.25"`, `"99999.99"`)
				return
			}
			field(name, 10, `"100.10"`, `"0.00"`, `"-5.25"`, `"999999.99"`, `"1234567890123456.78"`, `"12345678901234567890123456.78"`, fmt.Sprintf(`"%d.%02d"`, random.IntN(2000), random.IntN(100)))
		}
		field("name", 20, `"a"`, `"b"`, `"Ömer"`, fmt.Sprintf(`"n%d"`, i))
		field("size", 10, `"large"`, `"mid"`, `"small"`)
		field("start_date", 5, `"2025-05-01"`, `"2026-10-31"`, `"1999-12-31"`)
		field("renewal", 30, `"2026-12-01"`, `"2026-11-01"`, `"2026-10-01"`)
		ints("features_configured", 10)
		ints("features_total", 10)
		ints("active_users", 10)
		numbers("nps", 25)
		numbers("ratio", 25)
		ints("big", 25)
		money("mrr")
		money("mrr_opening")
		field("vip", 30, "true", "false")
		field("seen", 30, `"2026-10-31T22:30:00+02:00"`, `"2026-01-01T00:00:00Z"`)
		field("pulse", 20, "1", "5", "9", "9.5")
		field("pulse_at", 20, `"2026-10-20"`, `"2026-09-01"`, `"2026-07-01"`)
		field("grade", 30, `"gold"`, `"silver"`, `"tin"`)
		field("usage", 30, `[{"day": "2026-09-15", "feature": "reports", "actions": 40}]`, `[]`)
		field("tickets", 30, `[{"priority": "high"}, {"priority": "low"}]`, `[]`)
		b.WriteString("}")
		accounts[i] = b.String()
	}
	return accounts
}

// lenient reads accounts of which some cells may not be readable.
func lenient(t *testing.T, p *engine.Program, accounts ...string) *signals.Portfolio {
	t.Helper()
	asOf, err := signals.ParseAsOf(sampleAsOf)
	if err != nil {
		t.Fatal(err)
	}
	b := signals.NewBuilder(p.Schema(), asOf, nil, func(signals.Problem) {})
	for _, a := range accounts {
		if err := b.AddJSON([]byte(a)); err != nil {
			t.Fatalf("account: %v\n%s", err, a)
		}
	}
	return b.Portfolio()
}

func TestScoreOneOfSamples(t *testing.T) {
	for n, rules := range oneRules {
		p := compile(t, oneSignals+rules)
		for seed := range 3 {
			random := rand.New(rand.NewPCG(uint64(seed), uint64(n)))
			accounts := oneAccounts(random, 120, seed%2 == 0)
			whole := lenient(t, p, accounts...)
			portfolios := []*signals.Portfolio{
				whole, signals.Slice(whole, 50, 70), lenient(t, p, accounts[3]), lenient(t, p, accounts[10:20]...), lenient(t, p),
			}
			wantOnes(t, p, engine.Request{}, portfolios...)
			wantOnes(t, p, engine.Request{Explain: engine.ExplainReasons}, portfolios[1:]...)
			if names := p.Scorecards(); len(names) > 1 {
				wantOnes(t, p, engine.Request{Scorecards: []string{names[1], names[0], names[1]}}, portfolios...)
				wantOnes(t, p, engine.Request{Scorecards: names[1:]}, portfolios...)
			}
		}
	}
}

// oneDraw draws expressions over the sample signals.
type oneDraw struct{ *rand.Rand }

func (d oneDraw) of(values ...string) string { return values[d.IntN(len(values))] }

func (d oneDraw) number(depth int) string {
	if depth <= 0 || d.IntN(4) == 0 {
		return d.of("nps", "ratio", "features_configured", "features_total", "active_users", "big", "pulse",
			"days_since(start_date)", "days_until(renewal)", "(mrr / mrr_opening)", "0", "1", "100", "3", "0.1", "7.5", "12", "50", d.of("0.333333333", "1000000", "999999999999999"))
	}
	a, b := d.number(depth-1), d.number(depth-1)
	switch d.IntN(15) {
	case 0, 1:
		return fmt.Sprintf("(%s + %s)", a, b)
	case 2:
		return fmt.Sprintf("(%s - %s)", a, b)
	case 3, 4:
		return fmt.Sprintf("(%s * %s)", a, b)
	case 5, 6, 7:
		return fmt.Sprintf("(%s / %s)", a, b)
	case 8:
		return fmt.Sprintf("(%s ? %s : %s)", d.truth(depth-1), a, b)
	case 9:
		return fmt.Sprintf("((%s) ?? (%s))", a, b)
	case 10:
		return fmt.Sprintf("%s(%s, %s)", d.of("min", "max", "share", "percent"), a, b)
	case 11:
		return fmt.Sprintf("clamp(%s, %s, %s)", a, b, d.number(0))
	case 12:
		return fmt.Sprintf("%s(%s)", d.of("floor", "ceil", "abs"), a)
	case 13:
		return fmt.Sprintf("(let v%d = %s; v%d * v%d + %s)", depth, a, depth, depth, b)
	}
	return fmt.Sprintf("(%s / %s * %s)", a, b, d.of("100", "3", "1000000", "0.5"))
}

func (d oneDraw) text() string {
	return d.of("name", "size", "grade", `"gold"`, `"mid"`, "(vip ? name : size)", `(grade ?? "none")`)
}

func (d oneDraw) instant() string {
	return d.of("start_date", "renewal", "pulse_at", `ago("90d")`, `ago("1y")`, `date("2026-10-01")`, "(vip ? start_date : renewal)", "(renewal ?? start_date)")
}

func (d oneDraw) truth(depth int) string {
	compare := d.of("==", "!=", "<", "<=", ">", ">=")
	switch d.IntN(12) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", d.number(depth-1), compare, d.number(depth-1))
	case 3:
		return fmt.Sprintf("(%s %s %s)", d.instant(), compare, d.instant())
	case 4:
		return fmt.Sprintf("(%s %s %s)", d.text(), compare, d.text())
	case 5:
		return fmt.Sprintf("(%s in [%s, %s, %s])", d.text(), d.text(), `"large"`, `"a"`)
	case 6:
		return fmt.Sprintf("(%s in [1, %s, 3])", d.number(depth-1), d.number(0))
	case 7:
		return fmt.Sprintf("(%s %s nil)", d.of(d.number(depth-1), "vip", "renewal", d.text()), d.of("==", "!="))
	case 8:
		return fmt.Sprintf("(not %s)", d.truth(depth-1))
	case 9:
		return fmt.Sprintf("(%s %s %s)", d.truth(depth-1), d.of("and", "or"), d.truth(depth-1))
	case 10:
		return fmt.Sprintf("(%s %s %s)", d.text(), d.of("contains", "startsWith", "endsWith"), d.of(`"a"`, `"d"`, d.text()))
	}
	return d.of("vip", "(vip ?? true)", "(vip == (nps > 1))", "(vip ? nps > 0 : ratio > 0)")
}

// points are a way from a number to points from 0 to 10, or from -10 if below is set.
func (d oneDraw) points() string {
	edges := []string{"-1000", "-0.5", "0", "0.1", "0.333333333", "1", "2.5", "10", "50", "1000000", "999999999999"}
	from := d.IntN(5)
	edges = edges[from:min(from+1+d.IntN(6), len(edges))]
	var b strings.Builder
	kind := d.of("up_to", "from", "linear", "up_to")
	fmt.Fprintf(&b, "%s: {", kind)
	for _, e := range edges {
		fmt.Fprintf(&b, "%s: %s, ", e, d.of("0", "10", "5", "2.25", "3.125"))
	}
	if kind == "linear" {
		return b.String() + "999999999999999: 7}"
	}
	return b.String() + "else: " + d.of("0", "10", "4") + "}"
}

// rules are a rule set; most of them are single.
func (d oneDraw) rules() string {
	var b strings.Builder
	metrics := 2 + d.IntN(4)
	b.WriteString("metrics:\n")
	for i := range metrics {
		switch d.IntN(4) {
		case 0:
			fmt.Fprintf(&b, "  m%d: {expr: '%s', round: %d}\n", i, d.number(3), d.IntN(10))
		default:
			fmt.Fprintf(&b, "  m%d: '%s'\n", i, d.number(3))
		}
	}
	segments := []string{}
	switch d.IntN(5) {
	case 0:
		b.WriteString("segments: {by: size}\n")
		segments = []string{"large"}
	case 1:
		b.WriteString("segments: {by: grade}\n")
		segments = []string{"gold"}
	case 2:
		fmt.Fprintf(&b, "segments:\n  s1: '%s'\n  s2: 'm0 > 1'\n", d.truth(2))
		segments = []string{"s1", "s2"}
	case 3:
		fmt.Fprintf(&b, "segments:\n  s1: 'size == \"large\" or size contains \"i\"'\n  s2: 'size == nil'\n")
		segments = []string{"s1", "s2"}
	}
	b.WriteString("scorecards:\n  card:\n    scale: {min: 0, max: 10}\n")
	combine := d.of("mean", "weighted", "weighted", "sum")
	fmt.Fprintf(&b, "    combine: %s\n    round: %d\n", combine, d.IntN(5))
	fmt.Fprintf(&b, "    missing: %s\n", d.of("redistribute", "zero", "redistribute", "3.5", "fail"))
	if d.IntN(3) == 0 {
		b.WriteString("    min_coverage: 0.6\n")
	}
	if combine == "sum" && d.IntN(2) == 0 {
		fmt.Fprintf(&b, "    start: %s\n", d.of("1", "0.3", "5"))
	}
	b.WriteString("    measures:\n")
	names := []string{"nps", "ratio", "active_users", "pulse", "big"}[:d.IntN(6)]
	for i := range metrics {
		names = append(names, fmt.Sprint("m", i))
	}
	plain := d.IntN(2) == 0
	for _, name := range names {
		fmt.Fprintf(&b, "      %s: {weight: %s, %s", name, d.of("1", "2", "0.5", "0", "30"), d.points())
		if !plain && d.IntN(3) == 0 {
			fmt.Fprintf(&b, ", when: '%s'", d.truth(2))
		}
		if !plain && d.IntN(3) == 0 {
			fmt.Fprintf(&b, ", missing: %s", d.of("redistribute", "zero", "fail", "1.5"))
		}
		b.WriteString("}\n")
	}
	if !plain {
		fmt.Fprintf(&b, "      grade: {map: {gold: 10, silver: 5, else: 1}}\n      vip: {map: {\"true\": 10, \"false\": 5}}\n")
	}
	if len(segments) > 0 && d.IntN(3) > 0 {
		b.WriteString("    segments:\n")
		for _, s := range segments {
			fmt.Fprintf(&b, "      %s: {measures: {m0: {%s}, m%d: {weight: 7}}}\n", s, d.points(), metrics-1)
		}
	}
	b.WriteString("    overrides:\n")
	for range 1 + d.IntN(4) {
		when := d.truth(2)
		if d.IntN(3) == 0 {
			when = d.of("score > 5", "coverage < 0.7", "score == nil", "score > 3 and vip")
		}
		fmt.Fprintf(&b, "      - {when: '%s', %s, reason: one}\n", when, d.of("cap: 4", "cap: 3.3", "floor: 6", "adjust: -1.25", "adjust: 3", "band: red", "cap: 5, band: yellow"))
	}
	b.WriteString("    bands: {green: {from: 7}, yellow: {from: 4.005}, red: {}}\n")
	fmt.Fprintf(&b, "flags:\n  f0: '%s'\n  f1: '%s'\n  f2: 'card.score > 5 or card.band == \"red\" or card.coverage < 0.3'\n", d.truth(3), d.truth(3))
	return b.String()
}

// TestScoreOneDrawn: rule sets that are drawn.
func TestScoreOneDrawn(t *testing.T) {
	n := 120
	if testing.Short() {
		n = 50
	}
	if os.Getenv("BELLWETHER_LONG") != "" {
		n = 3_000
	}
	tried := 0
	for seed := range n {
		d := oneDraw{rand.New(rand.NewPCG(uint64(seed), 3))}
		rules := oneSignals + d.rules()
		p, err := tryCompile(rules)
		if err != nil {
			if tried++; tried%8 == 0 {
				t.Log(err)
			}
			continue
		}
		whole := lenient(t, p, oneAccounts(d.Rand, 40, seed%8 > 0)...)
		if !t.Run(fmt.Sprint(seed), func(t *testing.T) {
			wantOnes(t, p, engine.Request{}, whole, signals.Slice(whole, 5, 20))
		}) {
			t.Fatal(rules)
		}
	}
	if tried > n/2 {
		t.Errorf("%d of %d rule sets are none", tried, n)
	}
}
