package conformance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/conformance/reference"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// batches holds columns against documents: portfolios of many sizes, drawn from the
// accounts of a case, in blocks of many sizes, by one worker and by several, with
// and without reasons, on all scorecards and on some, by scorers that are used
// again. What is drawn depends on the case alone.
type batches struct {
	program  *engine.Program
	asOf     signals.AsOf
	peers    *engine.Peers
	accounts []*knownAccount // as the portfolio has them
	random   *rand.Rand
	sparing  bool // columns that no rule needs may be left out
	compared *atomic.Int64
}

// knownAccount is an account with what it scores, by scorecard.
type knownAccount struct {
	line, key string
	one       *signals.Portfolio
	documents []result.Document // with the full explanation
	exact     []exact.Num
}

// newBatches reads the accounts of a case, each in a portfolio of its own, and
// scores them one at a time, compared with all of them.
func newBatches(p *engine.Program, c reference.Case) *batches {
	hash := fnv.New64a()
	fmt.Fprint(hash, c.Rules, c.Accounts)
	b := &batches{program: p, random: rand.New(rand.NewPCG(hash.Sum64(), 0))}
	b.asOf = must(signals.ParseAsOf(c.AsOf))
	// A cell that is not read refuses no row.
	b.sparing = !c.Has(reference.TagRefusedRow) && b.random.IntN(2) == 0
	keys := map[string]bool{}
	var all []string
	for line := range strings.Lines(c.Accounts) {
		all = append(all, line)
		one := b.portfolio(nil, line)
		if one.Len() == 0 || keys[one.Key(0)] {
			continue // refused
		}
		keys[one.Key(0)] = true
		b.accounts = append(b.accounts, &knownAccount{line: line, key: one.Key(0), one: one})
	}
	b.peers = must(p.Peers(context.Background(), b.portfolio(nil, all...)))
	for _, a := range b.accounts {
		a.documents = must(p.Score(context.Background(), a.one, engine.Request{Peers: b.peers, Explain: engine.ExplainFull}))
		a.exact = make([]exact.Num, len(a.documents))
	}
	return b
}

// must is for what cannot fail in a case; compare tells of the panic.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// portfolio is that of some lines of NDJSON. What is refused is not in it.
func (b *batches) portfolio(needs signals.Needs, lines ...string) *signals.Portfolio {
	builder := signals.NewBuilder(b.program.Schema(), b.asOf, needs, func(signals.Problem) {})
	for _, line := range lines {
		_ = builder.AddJSON([]byte(strings.TrimSpace(line)))
	}
	return builder.Portfolio()
}

// crowd is a portfolio of n accounts: those of the case again and again, in any
// order, each under a key of its own.
func (b *batches) crowd(n int) *signals.Portfolio {
	lines := make([]string, n)
	for i := range lines {
		a := b.accounts[b.random.IntN(len(b.accounts))]
		key := func(key string) string { return fmt.Sprintf(`"account_id":%q`, key) }
		lines[i] = strings.ReplaceAll(a.line, key(a.key), key(fmt.Sprintf("%s~%d", a.key, i)))
	}
	if b.sparing {
		return b.portfolio(b.program.Needs(), lines...)
	}
	return b.portfolio(nil, lines...)
}

// check scores portfolio after portfolio and tells what differs.
func (b *batches) check() string {
	if len(b.accounts) == 0 {
		return b.scoreAll(b.request(), []*signals.Portfolio{b.portfolio(nil)})
	}
	crowd := b.crowd([]int{1, 2, 3, 7, 8, 13, 20, 21, 30, 63, 64, 65}[b.random.IntN(12)])
	if crowd.Len() == 0 {
		return "a crowd of nobody"
	}
	for range 2 {
		portfolios := []*signals.Portfolio{crowd}
		for range b.random.IntN(4) {
			from := b.random.IntN(crowd.Len() + 1)
			to := from + b.random.IntN(crowd.Len()-from+1)
			portfolios = append(portfolios, signals.Slice(crowd, from, to))
		}
		portfolios = append(portfolios, b.accounts[b.random.IntN(len(b.accounts))].one, b.portfolio(nil), crowd)
		if b.random.IntN(2) == 0 {
			slices.Reverse(portfolios[1:])
		}
		if diff := b.scoreAll(b.request(), portfolios); diff != "" {
			return diff
		}
	}
	return ""
}

// request draws one.
func (b *batches) request() engine.Request {
	r := engine.Request{
		Peers:   b.peers,
		Block:   []int{1, 2, 3, 7, 64, 1024}[b.random.IntN(6)],
		Workers: 1 + b.random.IntN(4),
		Explain: []engine.Level{engine.ExplainNone, engine.ExplainReasons}[b.random.IntN(2)],
	}
	if names := b.program.Scorecards(); b.random.IntN(3) == 0 {
		b.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		r.Scorecards = names[:1+b.random.IntN(len(names))]
	}
	return r
}

// scoreAll scores portfolios with one scorer.
func (b *batches) scoreAll(request engine.Request, portfolios []*signals.Portfolio) string {
	scorer := must(b.program.Scorer(request))
	for n, portfolio := range portfolios {
		r := must(scorer.Score(context.Background(), portfolio))
		diff := b.differ(r, request, portfolio)
		if diff == "" && portfolio.Len() > 0 && b.random.IntN(4) == 0 {
			diff = b.viewDiffers(r, request, b.random.IntN(portfolio.Len()))
		}
		if diff == "" {
			diff = b.onesDiffer(scorer, request, portfolio)
		}
		if diff != "" {
			return fmt.Sprintf("blocks of %d, %d workers, level %d, scorecards %q, portfolio %d of %d accounts:\n%s",
				request.Block, request.Workers, request.Explain, request.Scorecards, n+1, portfolio.Len(), diff)
		}
	}
	return ""
}

// known is the account that a key, or one of a crowd, stands for.
func (b *batches) known(key string) *knownAccount {
	key, _, _ = strings.Cut(key, "~")
	i := slices.IndexFunc(b.accounts, func(a *knownAccount) bool { return a.key == key })
	return b.accounts[i]
}

// differ tells how columns differ from the documents of the accounts.
func (b *batches) differ(r *engine.Results, request engine.Request, portfolio *signals.Portfolio) string {
	if r.Len() != portfolio.Len() {
		return fmt.Sprintf("%d accounts scored of %d", r.Len(), portfolio.Len())
	}
	names := request.Scorecards
	if names == nil {
		names = b.program.Scorecards()
	}
	if len(r.Scorecards) != len(names) {
		return fmt.Sprintf("%d scorecards for %q", len(r.Scorecards), names)
	}
	b.compared.Add(int64(r.Len() * len(names)))
	for i := range r.Len() {
		a := b.known(r.Key(i))
		if portfolio.Key(i) != r.Key(i) {
			return fmt.Sprintf("account %d is %s, want %s", i, r.Key(i), portfolio.Key(i))
		}
		for k, name := range names {
			c := slices.Index(b.program.Scorecards(), name)
			if r.Scorecards[k].Name != name {
				return fmt.Sprintf("scorecard %d is %s, want %s", k, r.Scorecards[k].Name, name)
			}
			if diff := rowDiffers(r, k, i, a.documents[c], a.exact[c], request.Explain); diff != "" {
				return fmt.Sprintf("account %d (%s), %s (-documents +columns):\n%s", i, r.Key(i), name, diff)
			}
		}
	}
	return ""
}

// rowDiffers tells how the entries of account i on scorecard k differ from its
// document with the full explanation.
func rowDiffers(r *engine.Results, k, i int, d result.Document, exactly exact.Num, level engine.Level) string {
	var out strings.Builder
	equal := func(what, want, got string) {
		if want != got {
			fmt.Fprintf(&out, "  %s: -%q +%q\n", what, want, got)
		}
	}
	numbers := func(what string, want exact.Num, column *result.Numbers) {
		if got := column.At(i); !same(want, got) {
			fmt.Fprintf(&out, "  %s: -%s +%s\n", what, fraction(want), fraction(got))
		}
		if want.IsMissing() != column.IsMissing(i) {
			fmt.Fprintf(&out, "  %s: missing is said to be %v\n", what, column.IsMissing(i))
		}
	}
	s := &r.Scorecards[k]
	equal("segment", d.Segment, r.Segments.At(i))
	numbers("score", d.Score, &s.Score)
	numbers("exact", exactly, &s.Exact)
	numbers("coverage", d.Coverage, &s.Coverage)
	band, top := "", ""
	if d.Band != nil {
		band = *d.Band
	}
	equal("band", band, s.Band.At(i))
	for _, f := range r.Flags {
		equal("flag "+f.Name, fmt.Sprint(slices.Contains(d.Flags, f.Name)), fmt.Sprint(f.Holds[i]))
	}
	if level == engine.ExplainNone {
		equal("points unasked for", "false", fmt.Sprint(s.Points != nil || s.TopReason != nil))
		return out.String()
	}
	if len(d.Reasons) > 0 {
		top = d.Reasons[0].Measure
	}
	equal("top reason", top, s.TopReason.At(i))
	points := map[string]exact.Num{}
	leafPoints(d.Measures, "", points)
	for j, name := range s.Measures {
		numbers("points of "+name, points[name], &s.Points[j])
	}
	for name := range points {
		if !slices.Contains(s.Measures, name) {
			fmt.Fprintf(&out, "  no column of %s\n", name)
		}
	}
	return out.String()
}

func fraction(n exact.Num) string {
	if n.IsMissing() {
		return "missing"
	}
	return n.Rat().RatString()
}

// leafPoints are the points in a document by nested name, groups left out.
func leafPoints(measures []result.Measure, under string, points map[string]exact.Num) {
	for _, m := range measures {
		if m.Measures != nil {
			leafPoints(m.Measures, under+m.Name+".", points)
			continue
		}
		points[under+m.Name] = m.Points
	}
}

// viewDiffers tells how the documents that results give of account i differ from
// those of the account alone.
func (b *batches) viewDiffers(r *engine.Results, request engine.Request, i int) string {
	a, ctx := b.known(r.Key(i)), context.Background()
	for _, level := range []engine.Level{engine.ExplainNone, engine.ExplainReasons, engine.ExplainFull} {
		alone := request
		alone.Explain = level
		want := must(b.program.Score(ctx, a.one, alone))
		for k := range want {
			want[k].Account = r.Key(i)
		}
		got := must(r.Documents(ctx, i, level))
		if w, g := must(json.Marshal(want)), must(json.Marshal(got)); !bytes.Equal(w, g) {
			return fmt.Sprintf("account %d (-alone +documents of results):\n-%s\n+%s", i, w, g)
		}
	}
	return ""
}
