package evaluate

import (
	"math"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Function is a function registered in Go: for one call, and where it offers that for a
// block of them; no if the block's calls have to be made one by one.
type Function struct {
	Call  func(args []signals.Value) (signals.Value, error)
	Block func(calls *Calls) bool // nil: it does not
}

// Calls are the calls of a function for the rows of a block of which no argument is
// missing. Whoever makes them fills in N and Args, and calls Start.
type Calls struct {
	N      int
	Args   []Argument
	Result Answers
}

// Argument is one argument of all calls. Which of its fields counts is known from the
// kind that the function declares.
type Argument struct {
	Ints   []int64 // numerators over Below, or over Unit; or instants
	Below  []int64 // nil: all are over Unit
	Unit   int64
	Wide   []exact.Num // not nil: the numbers
	Codes  []uint32
	Texts  []string // by code
	Truths []bool
}

// Num is the number of call i.
func (a *Argument) Num(i int) exact.Num {
	switch {
	case a.Wide != nil:
		return a.Wide[i]
	case a.Below != nil:
		return exact.Ratio(a.Ints[i], a.Below[i])
	}
	return exact.Ratio(a.Ints[i], a.Unit)
}

// Answers are what the calls give; what is not set is missing.
type Answers struct {
	Known  []bool
	Wide   []exact.Num
	Ints   []int64 // of calls that are not Known, over Unit; Unset: none
	Unit   int64   // 0: there are no Ints
	Micros []int64
	Texts  []string
	Truths []bool
}

// Unset stands in Answers.Ints where there is no number.
const Unset = math.MinInt64

// Start makes room for the answers of a kind.
func (c *Calls) Start(k signals.Kind) {
	r := &c.Result
	r.Unit, r.Known = 0, cleared(r.Known, c.N)
	switch {
	case k.Numeric():
		r.Wide = cleared(r.Wide, c.N)
	case k == signals.Bool:
		r.Truths = cleared(r.Truths, c.N)
	case k == signals.String:
		r.Texts = cleared(r.Texts, c.N)
	default:
		r.Micros = cleared(r.Micros, c.N)
	}
}

// Numerators makes room for numbers over one unit.
func (r *Answers) Numerators(unit int64) []int64 {
	if unit <= 0 {
		panic("a unit must be above 0")
	}
	r.Ints, r.Unit = cleared(r.Ints, len(r.Known)), unit
	for i := range r.Ints {
		r.Ints[i] = Unset
	}
	return r.Ints
}

func cleared[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	clear(s[:n])
	return s[:n]
}
