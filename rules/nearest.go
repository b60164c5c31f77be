package rules

import "slices"

// Nearest finds the candidate that a mistyped word most likely meant: fewest
// edits (a swap of neighbours counts one), at most a third of its length; ties
// in byte order. Empty if none is near.
func Nearest(word string, candidates []string) string {
	w := []rune(word)
	best, bestEdits := "", max(1, len(w)/3)+1
	sorted := slices.Clone(candidates)
	slices.Sort(sorted)
	for _, c := range sorted {
		if c == word {
			continue
		}
		r := []rune(c)
		if abs(len(r)-len(w)) >= bestEdits {
			continue
		}
		if e := edits(w, r); e < bestEdits {
			best, bestEdits = c, e
		}
	}
	return best
}

func abs(i int) int { return max(i, -i) }

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
