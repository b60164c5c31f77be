package expression

import (
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// elsewhere refuses a name that means something, but not where the expression stands;
// nil if it means nothing anywhere.
func (k *check) elsewhere(n ast.Node, name string) *Node {
	switch name {
	case "score", "coverage":
		return k.refuse(n, "unknown-name", k.scoresSeen(name), "there is no `%s` here", name)
	case "segment":
		return k.refuse(n, "unknown-name", "write the condition of the segment; what differs in a segment stands under `segments` of the scorecard",
			"there is no `segment` in expressions")
	}
	set := k.scope.Declared
	if set == nil {
		return nil
	}
	if slices.ContainsFunc(set.Scorecards, func(s *rules.Scorecard) bool { return s.Name == name }) {
		hint := "flags see " + name + ".score; an override sees the score of its own scorecard, as `score`"
		if _, override := k.scope.Names["score"]; override {
			hint = "write `score` or `coverage`: an override sees those of its own scorecard; flags see " + name + ".score"
		}
		return k.refuse(n, "unknown-name", hint, "the scorecard `%s` cannot be seen here", name)
	}
	if slices.ContainsFunc(set.Flags, func(f *rules.Flag) bool { return f.Name == name }) {
		return k.refuse(n, "unknown-name", "make its condition a metric, and use the metric in both places", "`%s` is a flag, and expressions do not see flags", name)
	}
	for _, s := range set.Segments.List {
		if s.Name == name {
			return k.refuse(n, "unknown-name", conditionHint(s.When), "`%s` is a segment, and expressions do not see segments", name)
		}
	}
	return nil
}

// scoresSeen is who sees scores.
func (k *check) scoresSeen(member string) string {
	example := "health"
	if set := k.scope.Declared; set != nil && len(set.Scorecards) > 0 {
		example = set.Scorecards[0].Name
	}
	example += "." + member
	if k.scope.Cards != nil {
		return "write " + example
	}
	return "overrides see `" + member + "`, and flags " + example
}

func conditionHint(when *rules.Expression) string {
	const most = 60
	if when != nil && len(when.Text) <= most && !strings.Contains(when.Text, "\n") {
		return "write its condition: " + when.Text
	}
	return "make its condition a metric, and use the metric in both places"
}

// inRows is the hint for a name that a child table has as a column; empty if none has.
func (k *check) inRows(name string) string {
	if len(k.rows) > 0 && slices.Contains(k.fieldNames(), name) {
		return "a column of the current row is written `." + name + "`"
	}
	if k.scope.Schema == nil || len(k.rows) > 0 {
		return ""
	}
	for _, t := range k.scope.Schema.Tables[1:] {
		column, _ := t.Column(name)
		switch {
		case column == nil || !spellable(t.Name):
		case column.Kind.Numeric():
			return "it is a column of the table `" + t.Name + "`: sum(" + t.Name + ", ." + name + ")"
		case column.Kind == signals.Bool:
			return "it is a column of the table `" + t.Name + "`: count(" + t.Name + ", ." + name + ")"
		default:
			return "it is a column of the table `" + t.Name + "`: count(" + t.Name + ", ." + name + " != nil)"
		}
	}
	return ""
}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// spellable tells whether a name can stand in an expression. Those of columns that
// cannot were reported.
func spellable(name string) bool { return plainName.MatchString(name) }
