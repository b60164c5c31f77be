package main

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// cells writes CSV: a line an account and scorecard.
type cells struct {
	out io.Writer
	// header is the first line until it is written, with the first accounts or at
	// the end: a run that fails before leaves nothing behind.
	header []byte
	// points gives, by scorecard and measure, the column of its points.
	points  [][]int
	columns int // with points
	reasons bool
}

func newCells(out io.Writer, r *ruleset, scorecards []string, reasons bool) *cells {
	c := &cells{out: out, reasons: reasons}
	var measures []string
	for _, card := range scorecards {
		var at []int
		for _, measure := range r.program.Measures(card) {
			i := slices.Index(measures, measure)
			if i < 0 {
				i = len(measures)
				measures = append(measures, measure)
			}
			at = append(at, i)
		}
		c.points = append(c.points, at)
	}
	c.columns = len(measures)
	c.header = []byte("account,scorecard,segment,score,band,coverage,top_reason")
	for _, measure := range measures {
		c.header = appendCell(append(c.header, ','), "points."+measure)
	}
	c.header = append(c.header, '\n')
	return c
}

func (c *cells) open() error {
	_, err := c.out.Write(c.header)
	c.header = nil
	return err
}

func (c *cells) write(ctx context.Context, block scored, accounts []int) error {
	if err := c.open(); err != nil {
		return err
	}
	return encodeInOrder(ctx, c.out, accounts, func(b []byte, account int) ([]byte, error) {
		for card := range block.Scorecards {
			b = c.appendLine(b, block, card, account)
		}
		return b, nil
	})
}

func (c *cells) appendLine(b []byte, block scored, card, account int) []byte {
	s := &block.Scorecards[card]
	b = appendCell(b, block.Key(account))
	b = appendCell(append(b, ','), s.Name)
	b = appendCell(append(b, ','), block.Segments.At(account))
	b = appendNumber(append(b, ','), s.Score.At(account))
	b = appendCell(append(b, ','), s.Band.At(account))
	b = appendNumber(append(b, ','), s.Coverage.At(account))
	b = append(b, ',')
	if c.reasons {
		b = appendCell(b, s.TopReason.At(account))
	}
	points := make([]exact.Num, c.columns)
	for measure, column := range c.points[card] {
		points[column] = s.Points[measure].At(account)
	}
	for _, n := range points {
		b = appendNumber(append(b, ','), n)
	}
	return append(b, '\n')
}

func (c *cells) close(*tally, int) error { return c.open() }

// appendNumber appends a published number; what is missing is an empty cell.
func appendNumber(b []byte, n exact.Num) []byte {
	if n.IsMissing() {
		return b
	}
	return n.AppendDecimal(b, 30)
}

// appendCell appends a text, in quotes where RFC 4180 wants them, and where blanks
// at an end might get lost.
func appendCell(b []byte, text string) []byte {
	if !strings.ContainsAny(text, ",\"\r\n") && strings.TrimSpace(text) == text {
		return append(b, text...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(text, `"`, `""`)...)
	return append(b, '"')
}
