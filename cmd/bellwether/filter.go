package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// filter says which of the scored accounts are shown: those in one of the segments,
// with one of the bands on one of the scorecards, and with one of the flags. What
// is empty lets all through.
type filter struct{ segments, bands, flags []string }

func (f *filter) declare(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.segments, "segment", nil, "show the accounts of the segment `NAME` only; may be repeated")
	flags.StringArrayVar(&f.bands, "band", nil, "show accounts that have the band `NAME` on one of the scorecards; may be repeated")
	flags.StringArrayVar(&f.flags, "flag", nil, "show accounts with the flag `NAME`; may be repeated")
	complete(cmd, "segment", fromRules(segmentNames))
	complete(cmd, "band", fromRules(bandNames))
	complete(cmd, "flag", fromRules(flagNames))
}

// all tells whether nothing is filtered.
func (f *filter) all() bool { return len(f.segments) == 0 && len(f.bands) == 0 && len(f.flags) == 0 }

// check finds names that the rules do not have, or of bands the scorecards that are
// scored on.
func (f *filter) check(r *ruleset, scorecards []string) error {
	set := r.set
	scored := make([]*rules.Scorecard, len(scorecards))
	for i, name := range scorecards {
		scored[i] = r.scorecard(name)
	}
	bandsHave := "the rules have"
	if len(scored) < len(set.Scorecards) {
		bandsHave = "--scorecard " + strings.Join(scorecards, ", ") + " has"
	}
	for _, n := range []struct {
		what, flag  string
		asked, have []string
	}{
		{"segment", "--segment", f.segments, segmentNames(set)}, {"band", "--band", f.bands, bandsOf(scored)}, {"flag", "--flag", f.flags, flagNames(set)},
	} {
		if n.what == "segment" && set.Segments.By != nil && segmentValues(set) == nil {
			continue // any value can be one
		}
		for _, name := range n.asked {
			if slices.Contains(n.have, name) {
				continue
			}
			who := "the rules have"
			if n.what == "band" {
				who = bandsHave
			}
			message := fmt.Sprintf("%s: %s no %s %q", n.flag, who, n.what, name)
			if near := spelling.Nearest(name, n.have); near != "" {
				message += fmt.Sprintf("; did you mean %q?", near)
			} else if len(n.have) > 0 {
				message += "; there are: " + strings.Join(n.have, ", ")
			}
			return usagef("%s", message)
		}
	}
	return nil
}

// segmentNames are the segments with a condition, or those that are known of a value
// that names them, and default.
func segmentNames(set *rules.Set) []string {
	names := slices.Clone(segmentValues(set))
	for _, s := range set.Segments.List {
		names = append(names, s.Name)
	}
	if slices.Contains(names, "default") {
		return names
	}
	return append(names, "default")
}

// segmentValues are the values of the column that names the segments; nil where there
// is none, or where it can hold any text.
func segmentValues(set *rules.Set) []string {
	if set.Segments.By == nil {
		return nil
	}
	column, _ := set.Signals.Schema.Root().Column(strings.TrimSpace(set.Segments.By.Text))
	if column == nil {
		return nil
	}
	return column.OneOf
}

// bandNames are the bands that a score can have.
func bandNames(set *rules.Set) []string { return bandsOf(set.Scorecards) }

// bandsOf are the bands that a score on one of these scorecards can have.
func bandsOf(cards []*rules.Scorecard) []string {
	var names []string
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	overrides := func(list []*rules.Override) {
		for _, o := range list {
			if o.Band != nil {
				add(o.Band.Text)
			}
		}
	}
	for _, card := range cards {
		for _, b := range card.Bands {
			add(b.Name)
		}
		overrides(card.Overrides)
		for _, change := range card.Segments {
			for _, b := range change.Bands {
				add(b.Name)
			}
			overrides(change.Overrides)
		}
	}
	add(unknownBand)
	return names
}

func flagNames(set *rules.Set) []string {
	var names []string
	for _, f := range set.Flags {
		names = append(names, f.Name)
	}
	return names
}

// among keeps of the accounts those that are shown, in their order. The result
// may be written into to.
func (f *filter) among(accounts []int, r *engine.Results, to []int) []int {
	to = to[:0]
	for _, account := range accounts {
		if f.shows(r, account) {
			to = append(to, account)
		}
	}
	return to
}

func (f *filter) shows(r *engine.Results, account int) bool {
	if len(f.segments) > 0 && !slices.Contains(f.segments, r.Segments.At(account)) {
		return false
	}
	if len(f.bands) > 0 && !slices.ContainsFunc(r.Scorecards, func(c engine.ScorecardResults) bool {
		return slices.Contains(f.bands, c.Band.At(account))
	}) {
		return false
	}
	return len(f.flags) == 0 || slices.ContainsFunc(r.Flags, func(flag engine.FlagResults) bool {
		return flag.Holds[account] && slices.Contains(f.flags, flag.Name)
	})
}
