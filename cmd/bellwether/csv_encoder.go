package main

import (
	"context"
	"slices"

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
	reasons bool
	// short: all texts of the block at hand are; most is then as many bytes as a line
	// is written with, besides its key.
	short bool
	most  int
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
		key := keys.text(account)
		for i := range e.cards {
			c := &e.cards[i]
			if cap(b)-len(b) < c.most+len(key) {
				b = slices.Grow(b, max(cap(b), c.most+len(key)))
			}
			n, ok := c.put(b[len(b):cap(b)], key, block, i, account)
			if ok {
				b = b[:len(b)+n]
			} else {
				b = c.append(b, key, block, i, account)
			}
		}
	}
	to.text, to.accounts = b, to.accounts+len(accounts)
	return nil
}

// put writes a line if all its cells were spelled before and are short, which is
// almost always so; false if not, and then it is to be written in another way. There
// is room for it.
func (c *csvCard) put(line []byte, key string, block scored, card, account int) (length int, ok bool) {
	columns := &block.Scorecards[card]
	if !c.short || !isTame(key) {
		return 0, false
	}
	n := copy(line, key)
	n += c.segments.put(line[n:], &block.Segments, account)
	score, scored := c.score.put(line[n:], &columns.Score, account)
	n += score
	n += c.band.put(line[n:], &columns.Band, account)
	coverage, covered := c.coverage.put(line[n:], &columns.Coverage, account)
	n += coverage
	if c.reasons {
		n += c.reason.put(line[n:], columns.TopReason, account)
	}
	ok = scored && covered
	for k, points := range c.results {
		if points == nil {
			line[n] = ','
			n++
			continue
		}
		length, known := c.points[k].put(line[n:], points, account)
		n += length
		ok = ok && known
	}
	line[n] = '\n'
	return n + 1, ok
}

// append appends a line.
func (c *csvCard) append(b []byte, key string, block scored, card, account int) []byte {
	columns := &block.Scorecards[card]
	b = appendCell(b, key)
	b = c.segments.append(b, &block.Segments, account)
	b = c.score.append(b, &columns.Score, account)
	b = c.band.append(b, &columns.Band, account)
	b = c.coverage.append(b, &columns.Coverage, account)
	if c.reasons {
		b = c.reason.append(b, columns.TopReason, account)
	}
	for k, points := range c.results {
		if points == nil {
			b = append(b, ',')
			continue
		}
		b = c.points[k].append(b, points, account)
	}
	return append(b, '\n')
}

// learn prepares for the results of a block.
func (c *csvCard) learn(block scored, card int, layout *csvLayout) {
	r := &block.Scorecards[card]
	c.segments.learn(&block.Segments)
	c.score.learn(&r.Score)
	c.band.learn(&r.Band)
	c.coverage.learn(&r.Coverage)
	c.reasons = layout.reasons
	c.short = c.segments.short && c.band.short
	if c.reasons {
		c.reason.learn(r.TopReason)
		c.short = c.short && c.reason.short
	}
	c.most = (6 + len(c.results)) * mostShort
	for k, measure := range layout.points[card] {
		if measure < 0 {
			continue
		}
		c.results[k] = &r.Points[measure]
		c.points[k].learn(c.results[k])
	}
}
