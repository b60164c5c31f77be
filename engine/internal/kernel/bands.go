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
	// chains are tables of few edges, which most cards have; nil if some have more.
	chains       []bandChain
	wantCoverage bool // some variant has a least coverage
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

// bandChain is the bands of a variant by how many edges lie below a score.
type bandChain struct {
	edges [few]int64
	codes [few + 1]uint32
}

func newBands(variants []*plan.Variant, round int) bands {
	b := bands{names: []string{"", evaluate.UnknownBand}}
	unit := pow10[round]
	for _, v := range variants {
		vb := variantBands{minCoverage: v.MinCoverage}
		b.wantCoverage = b.wantCoverage || !v.MinCoverage.IsMissing()
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
	b.chain()
	return b
}

// chain makes the tables of edges, if no variant has many.
func (b *bands) chain() {
	chains := make([]bandChain, len(b.variants))
	for i := range b.variants {
		v := &b.variants[i]
		var edges []int64 // a score is above an edge, or at it or below
		for _, e := range v.edges {
			if e.low > -above && e.low < above {
				edges = append(edges, e.low-1)
			}
			if e.high < above {
				edges = append(edges, e.high)
			}
		}
		slices.Sort(edges)
		edges = slices.Compact(edges)
		if len(edges) > few {
			return
		}
		fill(chains[i].edges[:], above)
		copy(chains[i].edges[:], edges)
		for k := range chains[i].codes {
			score := int64(above)
			if k < len(edges) {
				score = edges[k]
			}
			chains[i].codes[k] = v.of(score)
		}
	}
	b.chains = chains
}

// all finds the bands of scores.
func (b *bands) all(codes []uint32, scores []int64, variants []uint32) {
	scores = scores[:len(codes)]
	if b.chains == nil {
		for i := range codes {
			codes[i] = b.variants[variantAt(variants, i)].of(scores[i])
		}
		return
	}
	if variants == nil {
		t := &b.chains[0]
		for i := range codes {
			x := scores[i]
			k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
			codes[i] = t.codes[k&few]
		}
		return
	}
	variants = variants[:len(codes)]
	for i := range codes {
		t, x := &b.chains[variants[i]], scores[i]
		k := bit(x > t.edges[0]) + bit(x > t.edges[1]) + bit(x > t.edges[2])
		codes[i] = t.codes[k&few]
	}
}

// one finds the band of a score.
func (b *bands) one(variant uint32, score int64) uint32 { return b.variants[variant].of(score) }

// covered tells whether enough data stand behind a score to give it a band.
func (b *bands) covered(variant uint32, w weights) bool {
	return b.coveredBy(variant, w.behind(), w.asked())
}

func (b *bands) coveredBy(variant uint32, behind, asked int64) bool {
	least := b.variants[variant].minCoverage
	if least.IsMissing() {
		return true
	}
	return exact.Ratio(behind, max(asked, 1)).Cmp(least) >= 0
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
