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

// paint gives a band the colour of its rank in a segment.
func (b *bands) paint(band, segment string) string { return explain.Paint(band, b.in(segment)) }
