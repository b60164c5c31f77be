package engine

import (
	"context"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals"
)

// Gap is something that rules read and no account has.
type Gap struct {
	// Name is that of a metric, or of a column of accounts that has to be known by, or
	// fresh at, as-of.
	Name string
	// Cause is the most common cause, in the words of explanations; Common tells that
	// all accounts asked have it. Of a column it says why values that are there are hidden,
	// and is empty if none is there.
	Cause  string
	Common bool
	// Columns are those that the causes are about, of all accounts asked; columns of
	// child tables with their table: "seats", "usage.actions".
	Columns []string
}

// Gaps looks for metrics that are missing for all accounts, and for columns that are
// hidden from all of them. What one account has is not looked at again, so that it
// costs little. For one goroutine at a time.
type Gaps struct {
	program  *Program
	open     []*gap
	accounts int
}

type gap struct {
	name   string
	node   *plan.Node
	column *plan.Node // that is hidden; nil for a metric
	causes []countedCause
	about  []string // columns
	asked  int      // for causes
}

type countedCause struct {
	text  string
	count int
}

// mostCauses is how many accounts are asked for the cause of a gap.
const mostCauses = 200

// NewGaps begins to look.
func (p *Program) NewGaps() *Gaps {
	g := &Gaps{program: p}
	for i, n := range p.plan.Metrics {
		g.open = append(g.open, &gap{name: p.set.Metrics[i].Name, node: n})
	}
	hidden := map[string]*gap{}
	for _, n := range p.plan.Nodes {
		if n.Op != plan.Guard && n.Op != plan.Fresh || n.Depends != 0 {
			continue
		}
		// Of several conditions on one column the last stands around the others.
		if hidden[n.Name] == nil {
			hidden[n.Name] = &gap{name: n.Name}
			g.open = append(g.open, hidden[n.Name])
		}
		hidden[n.Name].node = n
		if n.Args[0].Op == plan.Column {
			hidden[n.Name].column = n.Args[0]
		}
	}
	return g
}

// Look looks at the accounts of a portfolio. peers may be nil: peer statistics are
// missing then. The error is [ErrOtherSchema], [ErrOtherRules] or that of the context.
func (g *Gaps) Look(ctx context.Context, portfolio *signals.Portfolio, peers *Peers) error {
	p := g.program
	if err := p.fits(portfolio); err != nil {
		return err
	}
	_, values, err := p.resolve(Request{Peers: peers})
	if err != nil {
		return err
	}
	f := p.frame()
	defer p.release(f)
	f.Bind(portfolio, values)
	for i := range portfolio.Len() {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(g.open) == 0 {
			return nil
		}
		f.Account(i)
		g.open = slices.DeleteFunc(g.open, func(one *gap) bool {
			if !f.IsMissing(one.node) {
				return true
			}
			if one.asked < mostCauses && (one.column == nil || !f.IsMissing(one.column)) {
				cause, columns := f.Blame(one.node)
				one.count(cause, g.names(columns))
			}
			return false
		})
		g.accounts++
	}
	return nil
}

// names are the names of columns as a [Gap] has them.
func (g *Gaps) names(columns []*plan.Node) []string {
	var names []string
	for _, n := range columns {
		table := g.program.Schema().Tables[n.Table]
		name := table.Columns[n.Index].Name
		if n.Op == plan.Field {
			name = table.Name + "." + name
		}
		names = append(names, name)
	}
	return names
}

func (g *gap) count(cause string, columns []string) {
	i := slices.IndexFunc(g.causes, func(c countedCause) bool { return c.text == cause })
	if i < 0 {
		i = len(g.causes)
		g.causes = append(g.causes, countedCause{text: cause})
	}
	for _, name := range columns {
		if !slices.Contains(g.about, name) {
			g.about = append(g.about, name)
		}
	}
	g.causes[i].count++
	g.asked++
}

// Found are the gaps, in the order of the rules; nil if no account was looked at.
func (g *Gaps) Found() []Gap {
	if g.accounts == 0 {
		return nil
	}
	var found []Gap
	for _, one := range g.open {
		most := countedCause{}
		for _, c := range one.causes {
			if c.count > most.count {
				most = c
			}
		}
		found = append(found, Gap{Name: one.name, Cause: most.text, Common: len(one.causes) == 1, Columns: one.about})
	}
	return found
}
