package main

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/explain"
	"github.com/bellwether-cs/bellwether/rules"
)

// unknownBand is the band of an account of which too little is known.
const unknownBand = "unknown"

// bands are the bands of a scorecard from best to worst. It has them as they are
// in each segment, since segments can change them.
type bands struct {
	card     *rules.Scorecard
	segments map[string][]string
}

func newBands(card *rules.Scorecard) *bands {
	return &bands{card: card, segments: map[string][]string{}}
}

// in gives the bands in a segment, best first.
func (b *bands) in(segment string) []string {
	names, ok := b.segments[segment]
	if !ok {
		names = explain.BestFirst(b.card.For(segment))
		b.segments[segment] = names
	}
	return names
}

// all gives the bands of all segments, best first, those of single segments behind
// the general ones.
func (b *bands) all() []string {
	names := explain.BestFirst(b.card)
	for _, change := range b.card.Segments {
		for _, name := range b.in(change.Segment.Text) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// The colours of a terminal.
const (
	plain  = "\x1b[0m"
	bold   = "\x1b[1m"
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	grey   = "\x1b[90m"
)

// paint gives a band the colour of its rank.
func (b *bands) paint(text, band, segment string) string {
	names := b.in(segment)
	switch slices.Index(names, band) {
	case -1:
		return grey + text + plain
	case 0:
		return green + text + plain
	case len(names) - 1:
		return red + text + plain
	}
	return yellow + text + plain
}
