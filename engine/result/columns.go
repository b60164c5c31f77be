package result

import (
	"math"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Numbers is a column of numbers, of which some may be missing. It holds them in as
// few bytes as it can; At gives them back. Read-only for whoever gets results.
type Numbers struct {
	// N holds the numerators; Absent where there is none.
	N []int64
	// D holds the denominators, above 0; nil where all are Unit.
	D    []int64
	Unit int64
	// Wide holds the numbers that no int64s can, by entry: N is Absent there.
	Wide map[int]exact.Num
}

// Absent stands in Numbers.N where the number is missing, or in Numbers.Wide.
const Absent = math.MinInt64

// Len is the number of entries.
func (c *Numbers) Len() int { return len(c.N) }

// At is entry i.
func (c *Numbers) At(i int) exact.Num {
	n := c.N[i]
	if n == Absent {
		return c.Wide[i]
	}
	if c.D != nil {
		return exact.Ratio(n, c.D[i])
	}
	return exact.Ratio(n, c.Unit)
}

// IsMissing tells whether entry i is missing.
func (c *Numbers) IsMissing(i int) bool {
	return c.N[i] == Absent && (c.Wide == nil || c.Wide[i].IsMissing())
}

// All gives all entries in order.
func (c *Numbers) All() []exact.Num {
	out := make([]exact.Num, c.Len())
	for i := range out {
		out[i] = c.At(i)
	}
	return out
}

// Texts is a column of texts, of which few differ. Read-only for whoever gets
// results.
type Texts struct {
	// Codes holds the place of each text in Dict.
	Codes []uint32
	Dict  []string
}

// Len is the number of entries.
func (c *Texts) Len() int { return len(c.Codes) }

// At is entry i.
func (c *Texts) At(i int) string { return c.Dict[c.Codes[i]] }

// All gives all entries in order.
func (c *Texts) All() []string {
	out := make([]string, c.Len())
	for i := range out {
		out[i] = c.At(i)
	}
	return out
}
