package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules/report"
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
	scores int       // that there are
	sum    exact.Num // of the scores
	// byCode counts the bands of one block by their codes.
	byCode []int
}

func newTally(r *ruleset, scorecards []string) *tally {
	t := &tally{}
	for _, name := range scorecards {
		card := r.scorecard(name)
		t.cards = append(t.cards, cardTally{
			name: name, round: card.Round, known: newBands(card).all(), bands: map[string]int{}, sum: exact.Int(0),
		})
	}
	return t
}

// add counts the accounts of a block.
func (t *tally) add(r *engine.Results) {
	t.accounts += r.Len()
	for c := range r.Scorecards {
		card, columns := &t.cards[c], &r.Scorecards[c]
		card.countBands(&columns.Band)
		card.addScores(&columns.Score)
	}
}

// merge adds what another tally of the same scorecards counted.
func (t *tally) merge(other *tally) {
	t.accounts += other.accounts
	for c := range t.cards {
		card, more := &t.cards[c], &other.cards[c]
		for band, n := range more.bands {
			card.bands[band] += n
		}
		card.scores += more.scores
		card.sum = card.sum.Add(more.sum)
	}
}

func (c *cardTally) countBands(bands *result.Texts) {
	c.byCode = slices.Grow(c.byCode[:0], len(bands.Dict))[:len(bands.Dict)]
	clear(c.byCode)
	for _, code := range bands.Codes {
		c.byCode[code]++
	}
	for code, n := range c.byCode {
		if n > 0 {
			c.bands[bands.Dict[code]] += n
		}
	}
}

// addScores adds numerators as integers as long as they have room in one.
func (c *cardTally) addScores(scores *result.Numbers) {
	var sum int64
	for i, n := range scores.N {
		switch total := sum + n; {
		case n == result.Absent || scores.D != nil:
			if score := scores.At(i); !score.IsMissing() {
				c.scores++
				c.sum = c.sum.Add(score)
			}
		case (sum^total)&(n^total) < 0: // beyond 64 bits
			c.scores++
			c.sum = c.sum.Add(exact.Ratio(sum, scores.Unit)).Add(scores.At(i))
			sum = 0
		default:
			c.scores++
			sum = total
		}
	}
	if sum != 0 {
		c.sum = c.sum.Add(exact.Ratio(sum, scores.Unit))
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
	return c.sum.Quo(exact.Int(int64(c.scores))).Round(c.round)
}

// summary says all of it on one line a scorecard.
func (t *tally) summary(skippedRows int) string {
	var b strings.Builder
	b.WriteString(report.Counted(t.accounts, "account"))
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
