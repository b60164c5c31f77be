package main

import (
	"context"

	"github.com/bellwether-cs/bellwether/engine/result"
)

// csvEncoder makes lines of results straight from their columns. Most of a line
// was spelled before: the texts and numbers of a column are few, and what stands
// between two of them is part of their spelling.
type csvEncoder struct {
	layout csvLayout
	cards  []csvCard
}

// csvCard holds the spellings of one scorecard's cells.
type csvCard struct {
	segments spelledTexts // with the scorecard before
	score    spelledNumbers
	band     spelledTexts
	coverage spelledNumbers
	reason   spelledTexts
	// points stand by column, and so do the results in them: nil where the
	// scorecard has no such measure.
	points  []spelledNumbers
	results []*result.Numbers
}

func newCSVEncoder(layout csvLayout) *csvEncoder {
	e := &csvEncoder{layout: layout, cards: make([]csvCard, len(layout.scorecards))}
	for i, name := range layout.scorecards {
		c := &e.cards[i]
		c.segments = spelledTexts{before: "," + string(appendCell(nil, name)) + ",", after: ",", spell: appendCell}
		c.score = spelledNumbers{after: ",", remember: manyNumbers}
		c.band = spelledTexts{after: ",", spell: appendCell}
		c.coverage = spelledNumbers{after: ",", remember: manyNumbers}
		c.reason = spelledTexts{spell: appendCell}
		c.points = make([]spelledNumbers, len(layout.points[i]))
		c.results = make([]*result.Numbers, len(layout.points[i]))
		for k := range c.points {
			c.points[k] = spelledNumbers{before: ",", remember: fewNumbers}
		}
	}
	return e
}

func (e *csvEncoder) encode(_ context.Context, to *encoded, block scored, accounts []int) error {
	keys := keysOf(block.portfolio)
	for i := range e.cards {
		e.cards[i].learn(block, i, &e.layout)
	}
	b := to.text
	for _, account := range accounts {
		for i := range e.cards {
			c, columns := &e.cards[i], &block.Scorecards[i]
			b = appendCell(b, keys.text(account))
			b = c.segments.append(b, &block.Segments, account)
			b = c.score.append(b, &columns.Score, account)
			b = c.band.append(b, &columns.Band, account)
			b = c.coverage.append(b, &columns.Coverage, account)
			if e.layout.reasons {
				b = c.reason.append(b, columns.TopReason, account)
			}
			for k, points := range c.results {
				if points == nil {
					b = append(b, ',')
					continue
				}
				b = c.points[k].append(b, points, account)
			}
			b = append(b, '\n')
		}
	}
	to.text, to.accounts = b, to.accounts+len(accounts)
	return nil
}

// learn prepares for the results of a block.
func (c *csvCard) learn(block scored, card int, layout *csvLayout) {
	r := &block.Scorecards[card]
	c.segments.learn(&block.Segments)
	c.score.learn(&r.Score)
	c.band.learn(&r.Band)
	c.coverage.learn(&r.Coverage)
	if layout.reasons {
		c.reason.learn(r.TopReason)
	}
	for k, measure := range layout.points[card] {
		if measure < 0 {
			continue
		}
		c.results[k] = &r.Points[measure]
		c.points[k].learn(c.results[k])
	}
}
