package main

import (
	"fmt"
	"maps"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// snapshot is what scoring gave, as far as people want to know of its changes.
type snapshot struct {
	cards    []string
	accounts []string // in the order of the signals
	// results holds, by account, one result a scorecard.
	results map[string][]outcome
}

// outcome is a score with its band.
type outcome struct {
	score exact.Num
	band  string
}

func newSnapshot(cards []string) *snapshot {
	return &snapshot{cards: cards, results: map[string][]outcome{}}
}

// add takes the results of a block.
func (s *snapshot) add(block scored) {
	for i := range block.Len() {
		key := block.Key(i)
		outcomes := make([]outcome, len(block.Scorecards))
		for c, columns := range block.Scorecards {
			outcomes[c] = outcome{score: columns.Score.At(i), band: columns.Band.At(i)}
		}
		s.accounts = append(s.accounts, key)
		s.results[key] = outcomes
	}
}

// join adds what another snapshot of the same scorecards has.
func (s *snapshot) join(later *snapshot) {
	s.accounts = append(s.accounts, later.accounts...)
	maps.Copy(s.results, later.results)
}

func (o outcome) String() string {
	if o.band == "" {
		return numberOrDash(o.score)
	}
	return o.band + " " + numberOrDash(o.score)
}

func (o outcome) equal(other outcome) bool {
	return o.band == other.band && o.score.Equal(other.score)
}

// changesSince says, a line each, what became of accounts: those that changed, came
// and went.
func (s *snapshot) changesSince(before *snapshot) []string {
	var lines []string
	for _, key := range s.accounts {
		old, known := before.results[key]
		for c, now := range s.results[key] {
			was := before.cardIndex(s.cards[c])
			switch {
			case !known || was < 0:
				lines = append(lines, fmt.Sprintf("%s new: %s", s.label(key, c), now))
			case !now.equal(old[was]):
				lines = append(lines, fmt.Sprintf("%s %s -> %s", s.label(key, c), old[was], now))
			}
		}
	}
	for _, key := range before.accounts {
		if _, still := s.results[key]; still {
			continue
		}
		for c, old := range before.results[key] {
			lines = append(lines, fmt.Sprintf("%s gone: was %s", before.label(key, c), old))
		}
	}
	return lines
}

// label names an account, and the scorecard where there are several.
func (s *snapshot) label(key string, card int) string {
	if len(s.cards) == 1 {
		return key
	}
	return key + " " + s.cards[card]
}

func (s *snapshot) cardIndex(name string) int {
	for i, card := range s.cards {
		if card == name {
			return i
		}
	}
	return -1
}
