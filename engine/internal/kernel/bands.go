package kernel

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/engine/internal/plan"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// bands is how published scores become bands, as codes of names.
type bands struct {
	names    []string // the first is that of no band, the second the unknown one
	variants []variantBands
}

type variantBands struct {
	edges []bandEdge
	rest  uint32
	// minCoverage is missing where none is written.
	minCoverage exact.Num
}

// bandEdge gives a band to scores, in units of the last printed decimal, from low to
// high.
type bandEdge struct {
	low, high int64
	code      uint32
}

func newBands(p *plan.Card) bands {
	b := bands{names: []string{"", evaluate.UnknownBand}}
	unit := pow10[p.Round]
	for _, v := range p.Variants {
		vb := variantBands{minCoverage: v.MinCoverage}
		for _, band := range v.Bands {
			e := bandEdge{low: -above, high: above, code: b.code(band.Name)}
			switch {
			case !band.From.IsMissing():
				floor, whole := edge(unit, band.From)
				if !whole {
					floor++
				}
				e.low = floor
			case !band.UpTo.IsMissing():
				e.high, _ = edge(unit, band.UpTo)
			default:
				e.low = above // it takes the rest, as the last does
			}
			vb.edges, vb.rest = append(vb.edges, e), e.code
		}
		for _, o := range v.Overrides {
			b.code(o.Band)
		}
		b.variants = append(b.variants, vb)
	}
	return b
}

// code is the code of a band's name.
func (b *bands) code(name string) uint32 {
	if i := slices.Index(b.names, name); i >= 0 {
		return uint32(i)
	}
	b.names = append(b.names, name)
	return uint32(len(b.names) - 1)
}

// unknownCode is the code of the unknown band.
const unknownCode = 1

// of is the band of a score.
func (b *variantBands) of(score int64) uint32 {
	for i := range b.edges {
		if e := &b.edges[i]; e.low <= score && score <= e.high {
			return e.code
		}
	}
	return b.rest
}
