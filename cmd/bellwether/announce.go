package main

import (
	"fmt"
	"strings"
)

// announce prints what changed since the last result, and tells whether anything
// did.
func (w *watching) announce(e edit, now *snapshot, total *tally) bool {
	if w.scored == nil {
		fmt.Fprintf(w.news, "%s  watching %s and %s (rules %s); ctrl-C ends it\n\n",
			w.time(), w.flags.rules, strings.Join(w.flags.signals, ", "), short(w.rules.program.Digest()))
		return true
	}
	fmt.Fprintf(w.news, "\n%s  %s (rules %s)\n", w.time(), e, short(w.rules.program.Digest()))
	lines := now.changesSince(w.scored)
	if len(lines) == 0 {
		fmt.Fprintln(w.news, "no score and no band changed")
		return false
	}
	for i, line := range lines {
		if i == shownChanges {
			fmt.Fprintf(w.news, "  ... and %d more\n", len(lines)-shownChanges)
			break
		}
		fmt.Fprintf(w.news, "  %s\n", line)
	}
	for _, card := range total.cards {
		if was := w.total.card(card.name); was != nil {
			fmt.Fprintf(w.news, "%s: %s -> %s\n", card.name, orNone(was.counts()), orNone(card.counts()))
		}
	}
	fmt.Fprintln(w.news)
	return true
}

// shownChanges is how many changed accounts are shown.
const shownChanges = 20

func orNone(counts string) string {
	if counts == "" {
		return "none"
	}
	return counts
}

func (w *watching) time() string { return w.program.now().Format("15:04:05") }

// short is a digest as people tell it from others.
func short(digest string) string {
	const letters = len("sha256:") + 12
	return digest[:min(len(digest), letters)]
}
