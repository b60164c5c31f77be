package engine_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/expr-lang/expr"
	"pgregory.net/rapid"
)

// number draws an expression that gives a number, in the part of the language
// that expr's own machine computes alike: no missing values, no division.
func number(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if depth == 0 {
			return rapid.SampledFrom([]string{"1", "2", "7", "0.5", "active_users", "features_total", "nps"}).Draw(t, "leaf")
		}
		a, b := number(depth-1).Draw(t, "a"), number(depth-1).Draw(t, "b")
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			return fmt.Sprintf("(%s + %s)", a, b)
		case 1:
			return fmt.Sprintf("(%s - %s)", a, b)
		case 2:
			return fmt.Sprintf("(%s * %s)", a, b)
		case 3:
			return fmt.Sprintf("(%s ? %s : %s)", yesNo(depth-1).Draw(t, "c"), a, b)
		case 4:
			return fmt.Sprintf("sum(usage, .actions * %s)", a)
		case 5:
			return fmt.Sprintf("count(usage, .actions + %s > %s)", a, b)
		}
		return fmt.Sprintf("(let v = %s; v + %s)", a, b)
	})
}

// yesNo draws an expression that gives a yes or no.
func yesNo(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if depth == 0 {
			return rapid.SampledFrom([]string{"true", "vip", `size == "mid"`, `size in ["smb", "mid"]`, `size contains "x"`}).Draw(t, "leaf")
		}
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			return fmt.Sprintf("(%s and %s)", yesNo(depth-1).Draw(t, "a"), yesNo(depth-1).Draw(t, "b"))
		case 1:
			return fmt.Sprintf("(%s or not (%s))", yesNo(depth-1).Draw(t, "a"), yesNo(depth-1).Draw(t, "b"))
		case 2:
			return fmt.Sprintf("(%s < %s)", number(depth-1).Draw(t, "a"), number(depth-1).Draw(t, "b"))
		case 3:
			return fmt.Sprintf("any(usage, .actions > %s)", number(depth-1).Draw(t, "a"))
		}
		return fmt.Sprintf("all(usage, .feature == %q or %s)", "reports", yesNo(depth-1).Draw(t, "a"))
	})
}

// TestSecondOpinion holds expressions against expr's own machine, where both mean
// the same.
func TestSecondOpinion(t *testing.T) {
	environment := map[string]any{
		"active_users": 10, "features_total": 10, "nps": 32, "vip": true, "size": "mid",
		"usage": []map[string]any{
			{"actions": 40, "feature": "reports"}, {"actions": 35, "feature": "reports"}, {"actions": 25, "feature": "export"},
		},
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := number(2).Draw(rt, "expression")
		m := valueOf(t, text)
		opinion, err := expr.Eval(text, environment)
		if err != nil {
			rt.Fatalf("%s: expr: %v", text, err)
		}
		want := toFloat(opinion)
		if got := m.Value.Num.Float64(); math.Abs(got-want) > 1e-6*max(1, math.Abs(want)) {
			rt.Fatalf("%s gives %v, expr's machine %v", text, got, want)
		}
	})
}

func toFloat(v any) float64 {
	switch v := v.(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	panic(fmt.Sprintf("%T is no number", v))
}
