package conformance_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
)

const pmml = "testdata/pmml/"

// pmmlCase is a line of cases.jsonl.
type pmmlCase struct {
	Model       string
	Source      string
	Input       map[string]any
	Score       *string
	ReasonCodes []*string `json:"reason_codes"`
}

// pmmlCases is how many cases each model has.
var pmmlCases = map[string]int{
	"SimpleScorecard": 534, "SimpleScorecardMixedVariables": 166, "SimpleScorecardCategorical": 53, "SampleScorecard": 451,
}

// pmmlNumbers are the inputs that the models declare as numbers and compare.
var pmmlNumbers = map[string][]string{
	"SimpleScorecard":               {"input1", "input2"},
	"SimpleScorecardMixedVariables": {"input1"},
	"SampleScorecard":               {"age", "income"},
}

// asText tells whether an input that the model compares as a number came as text.
func (c pmmlCase) asText() bool {
	return slices.ContainsFunc(pmmlNumbers[c.Model], func(name string) bool {
		_, text := c.Input[name].(string)
		return text
	})
}

// holds tells whether a document has the score and reason codes of the case.
func (c pmmlCase) holds(t *testing.T, d result.Document) bool {
	t.Helper()
	want := ""
	if c.Score != nil {
		want = *c.Score
	}
	return same(d.Score, number(t, want)) && slices.Equal(codesOf(d), c.codes())
}

func codesOf(d result.Document) []string {
	codes := []string{}
	for _, r := range d.Reasons {
		codes = append(codes, r.Code)
	}
	return codes
}

// codes are the reason codes without the nulls that fill published lists up.
func (c pmmlCase) codes() []string {
	codes := []string{}
	for _, code := range c.ReasonCodes {
		if code != nil {
			codes = append(codes, *code)
		}
	}
	return codes
}

func readPMMLCases(t *testing.T) map[string][]pmmlCase {
	t.Helper()
	cases := map[string][]pmmlCase{}
	decoder := json.NewDecoder(bytes.NewReader(readFile(t, pmml+"cases.jsonl")))
	decoder.UseNumber()
	for decoder.More() {
		var c pmmlCase
		if err := decoder.Decode(&c); err != nil {
			t.Fatal(err)
		}
		cases[c.Model] = append(cases[c.Model], c)
	}
	return cases
}

// scorePMML scores the inputs of cases, one account each.
func scorePMML(t *testing.T, folder string, cases []pmmlCase) []result.Document {
	t.Helper()
	program := programIn(t, folder)
	builder := signals.NewBuilder(program.Schema(), asOf(t, "2026-11-01"), program.Needs(), func(p signals.Problem) {
		t.Errorf("unreadable: %s", p)
	})
	for i, c := range cases {
		account := map[string]any{"account_id": strconv.Itoa(i)}
		for name, value := range c.Input {
			account[name] = value
		}
		// In the rules that read text the income is computed with, too.
		account["income as text"] = c.Input["income"]
		if err := builder.AddMap(account); err != nil {
			t.Fatal(err)
		}
	}
	results := scorePortfolio(t, program, builder.Portfolio())
	documents := make([]result.Document, results.Len())
	for i := range documents {
		documents[i] = documentOf(t, results, i)
	}
	return documents
}

func TestPMML(t *testing.T) {
	all := readPMMLCases(t)
	for model, want := range pmmlCases {
		t.Run(model, func(t *testing.T) {
			if len(all[model]) != want {
				t.Fatalf("%d cases were read, want %d", len(all[model]), want)
			}
			var numbers, texts []pmmlCase
			for _, c := range all[model] {
				if c.asText() {
					texts = append(texts, c)
				} else {
					numbers = append(numbers, c)
				}
			}
			checkPMML(t, pmml+model, numbers)
			if len(texts) > 0 {
				checkPMML(t, pmml+"as-text/"+model, texts)
			}
			t.Logf("equal in score and reason codes: %d with numbers, %d with text", len(numbers), len(texts))
		})
	}
}

func checkPMML(t *testing.T, folder string, cases []pmmlCase) {
	t.Helper()
	for i, d := range scorePMML(t, folder, cases) {
		if !cases[i].holds(t, d) {
			t.Errorf("%v (%s): score %s, codes %v; want %v, %v",
				cases[i].Input, cases[i].Source, d.Score, codesOf(d), cases[i].Score, cases[i].codes())
		}
	}
}

// Where text is read as the number it spells, so many cases come out otherwise:
// testdata/pmml/README.md says why. The published cases all hold.
func TestPMMLTextReadAsNumbers(t *testing.T) {
	all := readPMMLCases(t)
	want := map[string]int{
		"SimpleScorecard": 195, "SimpleScorecardMixedVariables": 10, "SimpleScorecardCategorical": 0, "SampleScorecard": 50,
	}
	for model, differ := range want {
		got := 0
		for i, d := range scorePMML(t, pmml+model, all[model]) {
			c := all[model][i]
			if c.holds(t, d) {
				continue
			}
			got++
			if !c.asText() {
				t.Errorf("%s %v (%s) differs, although it has no number as text", model, c.Input, c.Source)
			}
		}
		if got != differ {
			t.Errorf("%s: %d cases differ, want %d", model, got, differ)
		}
	}
}
