package lint

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
)

// Lint finds what is legal and probably not meant in a checked rule set. All
// findings are warnings, in the order of their places.
func Lint(checked *check.Checked) []rules.Diagnostic {
	p := &pass{checked: checked}
	for _, find := range finders() {
		find(p)
	}
	found := &rules.Diagnostics{List: withoutConsequences(p.found)}
	found.Sort()
	return found.List
}

// finders are the findings, one function each.
func finders() []func(*pass) {
	return []func(*pass){
		(*pass).unused, (*pass).measureUnused, (*pass).weightIgnored,
		(*pass).rowGaps, (*pass).rowOverlaps, (*pass).unreachableRows, (*pass).edgesOutOfRange, (*pass).outsideOneOf, (*pass).incompleteMaps,
		(*pass).constantConditions, (*pass).unreachableBands, (*pass).shadowedSegments, (*pass).sharesOrPercents, (*pass).dominatingMeasures,
		(*pass).rowsNotRead, (*pass).idleOverrides, (*pass).neverValues,
	}
}

// pass is one run over a rule set.
type pass struct {
	checked *check.Checked
	found   []rules.Diagnostic

	known    *ranges      // what expressions can be
	written  []site       // the expressions
	leafList []leaf       // the measures
	percents map[int]bool // metrics that are scored in percent
	scales   map[int]scaleOf
	said     map[said]bool
	claimed  *[]claim // see everywhere
}

// warn adds a finding.
func (p *pass) warn(id string, at rules.Place, hint, format string, args ...any) {
	p.found = append(p.found, rules.Diagnostic{
		Severity: rules.SeverityWarning, ID: id, Place: at, Hint: hint, Message: fmt.Sprintf(format, args...),
	})
}
