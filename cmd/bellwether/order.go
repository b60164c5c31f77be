package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/engine"
)

// The values of --sort, apart from those that go the other way.
const (
	sortScore   = "score"
	sortAccount = "account"
	sortBand    = "band"
	descending  = "-"
)

// inOrder gives the accounts of results in the order asked for: by the first
// scorecard, what is missing last, ties as in the signals.
func inOrder(r *engine.Results, rules *ruleset, by string) []int {
	accounts := firstAccounts(r.Len())
	key, backwards := strings.CutPrefix(by, descending)
	first := &r.Scorecards[0]
	var compare func(a, b int) int
	var missing func(i int) bool
	switch key {
	case sortScore:
		compare = func(a, b int) int { return first.Score.At(a).Cmp(first.Score.At(b)) }
		missing = func(i int) bool { return first.Score.IsMissing(i) }
	case sortAccount:
		compare = func(a, b int) int { return strings.Compare(r.Key(a), r.Key(b)) }
		missing = func(int) bool { return false }
	case sortBand:
		ranks := newBands(rules.scorecard(first.Name))
		rank := func(i int) int { return slices.Index(ranks.in(r.Segments.At(i)), first.Band.At(i)) }
		compare = func(a, b int) int { return cmp.Compare(rank(a), rank(b)) }
		missing = func(i int) bool { return rank(i) < 0 }
	default:
		return accounts
	}
	slices.SortStableFunc(accounts, func(a, b int) int {
		switch ma, mb := missing(a), missing(b); {
		case ma && mb:
			return 0
		case ma:
			return 1
		case mb:
			return -1
		case backwards:
			return compare(b, a)
		}
		return compare(a, b)
	})
	return accounts
}

// firstAccounts gives that many accounts as in the signals.
func firstAccounts(n int) []int {
	accounts := make([]int, n)
	for i := range accounts {
		accounts[i] = i
	}
	return accounts
}
