package main

import (
	"io"
	"slices"
	"strings"
)

// cells writes CSV: a line an account and scorecard.
type cells struct {
	out io.Writer
	// header is the first line until it is written, with the first accounts or at
	// the end: a run that fails before leaves nothing behind.
	header []byte
	layout csvLayout
}

// csvLayout says what stands where in a line.
type csvLayout struct {
	scorecards []string
	// points gives, by scorecard and column of points, the measure in that column;
	// -1 where the scorecard does not have it.
	points  [][]int
	reasons bool
}

func newCells(out io.Writer, r *ruleset, scorecards []string, reasons bool) *cells {
	var columns []string // of points: the union of all measures
	for _, card := range scorecards {
		for _, measure := range r.program.Measures(card) {
			if !slices.Contains(columns, measure) {
				columns = append(columns, measure)
			}
		}
	}
	c := &cells{out: out, layout: csvLayout{scorecards: scorecards, reasons: reasons}}
	for _, card := range scorecards {
		measures := r.program.Measures(card)
		at := make([]int, len(columns))
		for i, column := range columns {
			at[i] = slices.Index(measures, column)
		}
		c.layout.points = append(c.layout.points, at)
	}
	c.header = []byte("account,scorecard,segment,score,band,coverage,top_reason")
	for _, column := range columns {
		c.header = appendCell(append(c.header, ','), "points."+column)
	}
	c.header = append(c.header, '\n')
	return c
}

func (c *cells) open() error {
	_, err := c.out.Write(c.header)
	c.header = nil
	return err
}

func (c *cells) encoder() encoder { return newCSVEncoder(c.layout) }

func (c *cells) write(e *encoded) error {
	if err := c.open(); err != nil {
		return err
	}
	_, err := c.out.Write(e.text)
	return err
}

func (c *cells) close(*tally, int) error { return c.open() }

// appendCell appends a text, in quotes where RFC 4180 wants them, and where blanks
// at an end might get lost.
func appendCell(b []byte, text string) []byte {
	if standsAlone(text) {
		return append(b, text...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(text, `"`, `""`)...)
	return append(b, '"')
}

// standsAlone tells whether a cell needs no quotes.
func standsAlone(text string) bool {
	if isTame(text) {
		return true
	}
	return !strings.ContainsAny(text, ",\"\r\n") && strings.TrimSpace(text) == text
}

// isTame tells whether a text has nothing but the characters from - to ~, which
// letters, digits and most signs are: no blank and nothing that asks for quotes.
// It looks at eight of them at a time.
func isTame(text string) bool {
	const every, high = 0x0101010101010101, 0x8080808080808080
	for len(text) >= 8 {
		eight := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
		// A byte below - borrows, and has its high bit set then.
		if (eight|(eight-every*'-'))&high != 0 {
			return false
		}
		text = text[8:]
	}
	for i := range len(text) {
		if text[i] < '-' || text[i] > '~' {
			return false
		}
	}
	return true
}
