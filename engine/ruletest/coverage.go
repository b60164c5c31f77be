package ruletest

import "github.com/bellwether-cs/bellwether/engine"

// Covered counts parts of the rules, and those of them that the tests reached.
type Covered struct{ Covered, Total int }

// CoverageOf counts the parts of a kind.
func (r *Report) CoverageOf(kind engine.CoverageKind) Covered {
	return r.covered(func(p engine.CoveragePoint) bool { return p.Kind == kind })
}

// TotalCoverage counts the parts of all kinds.
func (r *Report) TotalCoverage() Covered {
	return r.covered(func(engine.CoveragePoint) bool { return true })
}

func (r *Report) covered(counts func(engine.CoveragePoint) bool) Covered {
	var c Covered
	for _, p := range r.Coverage {
		if !counts(p) {
			continue
		}
		c.Total++
		if p.Hits > 0 {
			c.Covered++
		}
	}
	return c
}

// coverageKinds are the kinds in the order that reports have them in, and what
// several of a kind are called.
var coverageKinds = []struct {
	kind   engine.CoverageKind
	plural string
}{
	{engine.CoverThreshold, "thresholds"},
	{engine.CoverSegment, "segments"},
	{engine.CoverOverride, "overrides"},
	{engine.CoverBranch, "branches"},
}
