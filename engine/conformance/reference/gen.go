package reference

import (
	"fmt"
	"math/big"
	"sort"
	"time"

	"pgregory.net/rapid"
)

// Case is a rule set with data and the documents that it must give.
type Case struct {
	Rules    string // YAML
	Accounts string // NDJSON, child rows nested under their table's name
	AsOf     string
	Want     []Document
	Tags     []Tag
}

// Has tells whether the evaluation came across it.
func (c Case) Has(tag Tag) bool {
	for _, t := range c.Tags {
		if t == tag {
			return true
		}
	}
	return false
}

// DrawCase draws a well-typed, loadable rule set with data, and evaluates it.
func DrawCase(t *rapid.T) Case {
	g := drawModel(t)
	c := Case{Rules: g.rs.YAML(), Accounts: g.rs.ndjson(g.records), AsOf: g.asOf}
	p := newPortfolio(g.rs, g.asOf, g.records)
	p.withoutNearest = g.chance(60)
	c.Want, c.Tags = p.evaluate()
	return c
}

// drawModel draws rules and data as models; what comes later looks at what is
// there, thresholds at the values that metrics take in the data.
func drawModel(t *rapid.T) *gen {
	g := &gen{t: t, rs: &RuleSet{}, taken: map[string]bool{}}
	g.wild = g.chance(45)
	g.drawAsOf()
	g.drawTables()
	g.drawRowHabits()
	g.drawRecords()
	g.drawFunctions()
	g.drawMetrics()
	g.drawSegments()
	g.known = newPortfolio(g.rs, g.asOf, g.records)
	g.drawCards()
	g.drawFlags()
	return g
}

// Cases generates with DrawCase.
func Cases() *rapid.Generator[Case] { return rapid.Custom(DrawCase) }

// gen holds what is drawn so far.
type gen struct {
	t       *rapid.T
	rs      *RuleSet
	asOf    string
	records []*Record
	names   []typedName     // columns and metrics that expressions may use
	known   *portfolio      // the data as the metrics see it, to pick thresholds from
	taken   map[string]bool // measure names of the card being drawn
	serial  int
	wild    bool // numbers at the ends of what can be held, and shapes to match

	noRows    map[string]bool // tables that are empty in every account
	manyTexts bool            // the child rows of an account may have more than a word of different ones
	sameWay   *Way            // of value alone, that another measure of the card may have as well
	plain     bool            // the card being drawn has nothing but thresholds on numbers
	wide      bool            // the card being drawn has scores of more than 15 digits

	// Segment conditions, metrics that peers read, and the like, may not use peers.
	withoutPeers bool
}

type typedName struct {
	name  string
	base  Base
	peers bool // computed by way of peers
}

// index draws evenly from 0..n-1. rapid's own ranges favour small numbers so
// much that shares of cases could not be tuned; the mixing keeps 0 at 0, which
// is what shrinking goes for: the first choice is always the plainest.
func (g *gen) index(n int) int {
	z := rapid.Uint64().Draw(g.t, "choice")
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

func (g *gen) between(low, high int) int { return low + g.index(high-low+1) }

// chance is true in so many of a hundred.
func (g *gen) chance(percent int) bool { return g.index(100) >= 100-percent }

func pick[T any](g *gen, choices ...T) T { return choices[g.index(len(choices))] }

func (g *gen) fresh(prefix string) string {
	g.serial++
	return fmt.Sprintf("%s%d", prefix, g.serial)
}

func (g *gen) drawAsOf() {
	g.asOf = pick(g, "2026-11-01", "2026-03-31", "2024-02-29", "2025-12-31", "2026-07-15", "2026-05-30",
		"2026-11-01T00:00:00Z", "2026-03-31T10:15:30Z", "2026-08-09T23:59:59Z")
}

// date is a day around the as-of, often at the edge of a window.
func (g *gen) date() string { return g.day().Format("2006-01-02") }

func (g *gen) day() time.Time {
	back := g.between(-20, 130)
	if g.chance(35) {
		back = pick(g, 0, 1, -1, 7, 29, 30, 31, 59, 60, 61, 90, 91)
	}
	return midnight(ParseAsOf(g.asOf).Time).AddDate(0, 0, -back)
}

// instant is a time around the as-of, now and then exactly a window before it.
func (g *gen) instant() string {
	at := g.day().Add(time.Duration(g.between(0, 86399)) * time.Second)
	if g.chance(25) {
		at = ParseAsOf(g.asOf).Time.AddDate(0, 0, -pick(g, 0, 30, 60)).Truncate(time.Second)
	}
	return at.Format(time.RFC3339)
}

// amongNames draws a name of one of the types; ok is false where there is none.
func (g *gen) amongNames(bases ...Base) (typedName, bool) {
	var some []typedName
	for _, n := range g.names {
		for _, b := range bases {
			if n.base == b && (!g.withoutPeers || !n.peers) {
				some = append(some, n)
			}
		}
	}
	if len(some) == 0 {
		return typedName{}, false
	}
	return pick(g, some...), true
}

// values are what a column or metric is in the data, ascending, distinct.
func (g *gen) values(name string) []Value {
	var all []Value
	g.known.quiet = true
	for _, a := range g.known.accounts {
		if v := a.lookup(name); !v.missing() {
			all = append(all, v)
		}
	}
	if len(all) > 0 && all[0].Kind != Bool {
		all = ascending(all)
	}
	return distinct(all)
}

// ascendingDecs sorts and removes doubles.
func ascendingDecs(all []Dec) []Dec {
	sort.Slice(all, func(i, j int) bool { return all[i].Rat().Cmp(all[j].Rat()) < 0 })
	var some []Dec
	for i, d := range all {
		if i == 0 || d.Rat().Cmp(all[i-1].Rat()) != 0 {
			some = append(some, d)
		}
	}
	return some
}

func decOf(r *big.Rat) Dec { return Dec(decimalText(r)) }

// decimal draws a number of tenths and the like between two whole numbers.
func (g *gen) decimal(low, high, decimals int) Dec {
	unit := 1
	for range decimals {
		unit *= 10
	}
	return decOf(big.NewRat(int64(g.between(low*unit, high*unit)), int64(unit)))
}
