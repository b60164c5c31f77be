package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// tally counts what was scored.
type tally struct {
	accounts int
	cards    []cardTally
}

type cardTally struct {
	name   string
	round  int
	known  []string // the bands of the scorecard, best first
	bands  map[string]int
	scores exact.Sum
}

func newTally(r *ruleset, scorecards []string) *tally {
	t := &tally{}
	for _, name := range scorecards {
		card := r.scorecard(name)
		t.cards = append(t.cards, cardTally{name: name, round: card.Round, known: newBands(card).all(), bands: map[string]int{}})
	}
	return t
}

func (t *tally) add(r *engine.Results) {
	t.accounts += r.Len()
	for c, columns := range r.Scorecards {
		card := &t.cards[c]
		for i := range r.Len() {
			card.bands[columns.Band.At(i)]++
			card.scores.Add(columns.Score.At(i))
		}
	}
}

// card finds a scorecard; nil if it was not scored on.
func (t *tally) card(name string) *cardTally {
	for i := range t.cards {
		if t.cards[i].name == name {
			return &t.cards[i]
		}
	}
	return nil
}

// bandsInOrder are the bands that were given, best first, unknown last. An override
// may give a band that the scorecard does not declare.
func (c *cardTally) bandsInOrder() []string {
	order := slices.DeleteFunc(slices.Clone(c.known), func(b string) bool { return c.bands[b] == 0 || b == unknownBand })
	var others []string
	for band := range c.bands {
		if band != "" && band != unknownBand && !slices.Contains(order, band) {
			others = append(others, band)
		}
	}
	slices.Sort(others)
	order = append(order, others...)
	if c.bands[unknownBand] > 0 {
		order = append(order, unknownBand)
	}
	return order
}

// counts says how many accounts each band has: green 12, red 3.
func (c *cardTally) counts() string {
	parts := make([]string, 0, len(c.bands))
	for _, band := range c.bandsInOrder() {
		parts = append(parts, fmt.Sprintf("%s %d", band, c.bands[band]))
	}
	return strings.Join(parts, ", ")
}

// average is the mean of the scores there are, rounded as they are.
func (c *cardTally) average() exact.Num {
	return c.scores.Num().Quo(exact.Int(int64(c.scores.Count()))).Round(c.round)
}

// summary says all of it on one line a scorecard.
func (t *tally) summary(skippedRows int) string {
	var b strings.Builder
	if t.accounts == 1 {
		b.WriteString("1 account")
	} else {
		fmt.Fprintf(&b, "%d accounts", t.accounts)
	}
	if skippedRows > 0 {
		b.WriteString(", " + skipped(skippedRows))
	}
	for _, c := range t.cards {
		if len(t.cards) > 1 {
			b.WriteString("\n  " + c.name + ": ")
		} else {
			b.WriteString(": ")
		}
		if counts := c.counts(); counts != "" {
			b.WriteString(counts + "; ")
		}
		if average := c.average(); average.IsMissing() {
			b.WriteString("no scores")
		} else {
			fmt.Fprintf(&b, "average score %s", average)
		}
	}
	return b.String()
}
