package engine_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
)

// TestCatalogueExamples runs the example of every function of the catalogue.
func TestCatalogueExamples(t *testing.T) {
	for _, f := range expression.Functions() {
		t.Run(f.Topic+"/"+f.Name, func(t *testing.T) {
			if got := shownValue(t, valueAmong(t, f.Example)); got != f.Gives {
				t.Errorf("%s gives %s, the catalogue says %s", f.Example, got, f.Gives)
			}
		})
	}
}

// TestOperatorExamples runs the example of every operator.
func TestOperatorExamples(t *testing.T) {
	for _, o := range expression.Operators() {
		if got := plainValue(t, o.Example); got != o.Gives {
			t.Errorf("%s gives %s, the catalogue says %s", o.Example, got, o.Gives)
		}
	}
}

func plainValue(t testing.TB, expression string) string {
	t.Helper()
	return shownValue(t, valueOf(t, expression))
}

// shownValue is the value of a measure as it is printed, or why there is none.
func shownValue(t testing.TB, m result.Measure) string {
	t.Helper()
	if m.Cause != "" {
		return "missing: " + m.Cause
	}
	text, err := json.Marshal(m.Value)
	if err != nil {
		t.Fatal(err)
	}
	var s string
	if json.Unmarshal(text, &s) == nil {
		return s
	}
	return string(text)
}

// TestExpressions holds expressions against testdata/expressions.txt: an
// expression a line, then "=>", then its value, "missing: " and the cause, or
// "error: " and the message.
func TestExpressions(t *testing.T) {
	const file = "testdata/expressions.txt"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	update := os.Getenv("BELLWETHER_UPDATE") != ""
	var out strings.Builder
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		expression, want, ok := strings.Cut(line, " => ")
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			fmt.Fprintln(&out, line)
			continue
		}
		if !ok {
			expression = strings.TrimSuffix(line, " =>")
		}
		got := outcome(t, expression)
		fmt.Fprintf(&out, "%s => %s\n", expression, got)
		if got != want && !update {
			t.Errorf("%s:%d: %s\n got %s\nwant %s", file, i+1, expression, got, want)
		}
	}
	if update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// outcome is the value of an expression, or what is wrong with it.
func outcome(t *testing.T, expression string) string {
	_, err := tryCompile(expressionRules(expression))
	var found *rules.Diagnostics
	if errors.As(err, &found) {
		var parts []string
		for _, d := range found.List {
			part := fmt.Sprintf("%s [%s]", d.Message, d.ID)
			if d.Hint != "" {
				part += " = " + d.Hint
			}
			parts = append(parts, part)
		}
		return "error: " + strings.Join(parts, "; ")
	}
	if err != nil {
		t.Fatal(err)
	}
	return plainValue(t, expression)
}
