package diff

import (
	"cmp"
	"slices"
)

// pair is one part that stands in both lists, by its places in them.
type pair struct{ a, b int }

// matching is which parts of two lists are the same.
type matching struct {
	pairs        []pair // by place in B
	onlyA, onlyB []int
}

// match pairs the parts of two lists: first those that agree in the first key, then
// of the rest those that agree in the second, and so on. Of several with the same key
// the first goes with the first.
func match(a, b int, keys ...func(inB bool, i int) string) matching {
	var m matching
	pairedA, pairedB := make([]bool, a), make([]bool, b)
	for _, key := range keys {
		open := map[string][]int{}
		for i := range a {
			if !pairedA[i] {
				k := key(false, i)
				open[k] = append(open[k], i)
			}
		}
		for j := range b {
			if pairedB[j] {
				continue
			}
			k := key(true, j)
			if candidates := open[k]; len(candidates) > 0 {
				i := candidates[0]
				open[k] = candidates[1:]
				m.pairs = append(m.pairs, pair{i, j})
				pairedA[i], pairedB[j] = true, true
			}
		}
	}
	slices.SortFunc(m.pairs, func(x, y pair) int { return cmp.Compare(x.b, y.b) })
	for i, paired := range pairedA {
		if !paired {
			m.onlyA = append(m.onlyA, i)
		}
	}
	for j, paired := range pairedB {
		if !paired {
			m.onlyB = append(m.onlyB, j)
		}
	}
	return m
}

// moved tells of each pair whether it moved: the others are as many as possible
// that stand in one order in both lists. name decides between equal choices, so that
// the way back moves the same ones.
func (m matching) moved(name func(p pair) string) []bool {
	n := len(m.pairs)
	moved := make([]bool, n)
	ascending := true
	for k := 1; k < n; k++ {
		ascending = ascending && m.pairs[k-1].a < m.pairs[k].a
	}
	if ascending {
		return moved
	}
	names := make([]string, n)
	for k, p := range m.pairs {
		names[k] = name(p)
	}
	length, before := make([]int, n), make([]int, n)
	better := func(k, than int) bool {
		return than < 0 || length[k] > length[than] || length[k] == length[than] && names[k] < names[than]
	}
	last := -1
	for k := range n {
		before[k] = -1
		for j := range k {
			if m.pairs[j].a < m.pairs[k].a && better(j, before[k]) {
				before[k] = j
			}
		}
		length[k] = 1
		if before[k] >= 0 {
			length[k] = length[before[k]] + 1
		}
		if better(k, last) {
			last = k
		}
		moved[k] = true
	}
	for ; last >= 0; last = before[last] {
		moved[last] = false
	}
	return moved
}

// anchor says where a part that moved stands now, by the nearest one that stayed:
// behind it, or before it. It gives the index of that pair.
func (m matching) anchor(moved []bool, k int) (at int, behind bool) {
	for j := k + 1; j < len(m.pairs); j++ {
		if !moved[j] {
			if m.pairs[j].a < m.pairs[k].a {
				return j, false
			}
			break
		}
	}
	for j := k - 1; j >= 0; j-- {
		if !moved[j] {
			return j, true
		}
	}
	return k, false
}

func pick[T any](inB bool, a, b []T) []T {
	if inB {
		return b
	}
	return a
}
