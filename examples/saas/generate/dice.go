package main

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// seed makes this company the one it is; another seed makes another.
const seed = 20261101

// dice draws at random. Each account has its own, so that a change in how one is
// drawn leaves the others as they are.
type dice struct{ *rand.Rand }

func newDice(stream int) dice {
	return dice{rand.New(rand.NewPCG(seed, uint64(stream)))}
}

// between gives a whole number from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.IntN(max(hi-lo, 0)+1) }

// bell gives a whole number from -spread to spread, mostly near 0.
func (d dice) bell(spread int) int {
	return (d.between(-spread, spread) + d.between(-spread, spread) + d.between(-spread, spread)) / 3
}

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// weighted gives an index, each as often as its weight says.
func (d dice) weighted(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	at := d.IntN(sum)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// today is the day the files are written for.
var today = time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)

func daysAgo(n int) time.Time { return today.AddDate(0, 0, -n) }

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func clamp(x, lo, hi int) int { return min(max(x, lo), hi) }

// cents writes an amount of money.
func cents(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return sign + strconv.Itoa(n/100) + "." + strconv.Itoa(n%100/10) + strconv.Itoa(n%10)
}
