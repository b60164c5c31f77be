package conformance_test

import (
	"context"
	"fmt"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
)

// onesDiffer tells how accounts of a portfolio, one at a time and in any order, score
// otherwise than their documents say.
func (b *batches) onesDiffer(scorer *engine.Scorer, request engine.Request, portfolio *signals.Portfolio) string {
	for _, i := range b.random.Perm(portfolio.Len())[:min(portfolio.Len(), 20)] {
		r := must(scorer.ScoreOne(context.Background(), portfolio, i))
		if diff := b.differ(r, request, signals.One(portfolio, i)); diff != "" {
			return fmt.Sprintf("account %d alone: %s", i, diff)
		}
		if b.random.IntN(64) == 0 {
			if diff := b.viewDiffers(r, request, 0); diff != "" {
				return diff
			}
		}
	}
	return ""
}
