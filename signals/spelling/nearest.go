// Package spelling finds what a misspelled name was probably meant to be. What
// belongs here is the comparison of names alone; who says what about them is
// elsewhere.
package spelling

import (
	"slices"
	"strings"
)

// longest is the longest name looked at, in characters: the comparison takes the
// product of two lengths.
const longest = 64

// Nearest finds the candidate that a misspelled name most likely means: the same
// but for case, or else with the fewest characters inserted, dropped, replaced or
// swapped with their neighbour, up to a third of them. Ties go to the first in
// byte order. Empty if none is near.
func Nearest(name string, candidates []string) string {
	word := []rune(strings.ToLower(name))
	if len(word) == 0 || len(word) > longest {
		return ""
	}
	best, fewest := "", max(1, len(word)/3)+1
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		other := []rune(strings.ToLower(c))
		if c == name || len(other) > longest || max(len(other)-len(word), len(word)-len(other)) >= fewest {
			continue
		}
		// A name of which nothing is left is another name.
		if n := edits(word, other); n < fewest && n < max(len(word), len(other)) {
			best, fewest = c, n
		}
	}
	return best
}

// edits is the optimal string alignment distance.
func edits(a, b []rune) int {
	previous, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], previous[j-2]+1)
			}
		}
		previous, row, next = row, next, previous
	}
	return row[len(b)]
}
