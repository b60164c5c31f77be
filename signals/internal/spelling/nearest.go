// Package spelling finds what a misspelled name was probably meant to be.
package spelling

import "strings"

// Nearest finds the candidate that a misspelled name most likely means: the same
// but for case, or else with the fewest letters changed, up to a third of them.
func Nearest(name string, candidates []string) (string, bool) {
	const longest = 64 // nobody misspells a longer one
	if name == "" || len(name) > longest {
		return "", false
	}
	best, bestDistance := "", max(1, len(name)/3)+1
	for _, c := range candidates {
		if strings.EqualFold(c, name) {
			return c, true
		}
		if len(c) > longest {
			continue
		}
		if d := editDistance(strings.ToLower(name), strings.ToLower(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best, best != ""
}

// editDistance counts the bytes to insert, delete, replace, or swap with their
// neighbour, to get from a to b.
func editDistance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	row := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
