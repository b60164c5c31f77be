package lint_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/lint"
)

// TestOneMistake makes one mistake at each key of the language: the run names it, and
// nothing that only follows from it.
func TestOneMistake(t *testing.T) {
	source, err := os.ReadFile("testdata/whole.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(source)
	errors := func(text string) []rules.Diagnostic {
		var list []rules.Diagnostic
		for _, f := range lint.Files([]rules.File{{Name: "a.yaml", Source: []byte(text)}}, lint.Options{}).Found.List {
			if f.Severity == rules.SeverityError {
				list = append(list, f)
			}
		}
		return list
	}
	if found := errors(text); len(found) > 0 {
		t.Fatal(found)
	}
	words := "language|signals|metrics|segments|scorecards|flags|functions|peers|key|columns|parent|time|until|type|one_of|optional|" +
		"column|at|known_at|fresh_for|default|min|max|currency|expr|args|unit|round|scale|better|combine|start|missing|min_coverage|" +
		"measures|metric|weight|when|up_to|from|linear|map|points|rows|else|baseline|code|overrides|cap|floor|adjust|band|bands|reason|by"
	keys := regexp.MustCompile(`\b(`+words+`):`).FindAllStringSubmatchIndex(text, -1)
	if len(keys) < 60 {
		t.Fatalf("only %d keys of the language", len(keys))
	}
	for _, at := range keys {
		key, line := text[at[2]:at[3]], 1+strings.Count(text[:at[2]], "\n")
		mistakes := map[string]string{}
		before, after, _ := strings.Cut(text[strings.LastIndexByte(text[:at[2]], '\n')+1:], key+":")
		if rest, _, _ := strings.Cut(after, "\n"); rest != "" && !strings.Contains(before, "{") {
			mistakes["empty"] = text[:at[1]] + " ~ #" + text[at[1]:]
		}
		if len(key) > 2 {
			mistakes["misspelled"] = text[:at[2]] + key[:1] + key[2:] + text[at[3]:]
		}
		for how, broken := range mistakes {
			found := errors(broken)
			if len(found) != 1 {
				t.Errorf("line %d: %s %s, and %d errors are found:\n%s", line, how, key, len(found), (&rules.Diagnostics{List: found}).Error())
			}
			for _, f := range found {
				if f.Place.Line != line && f.Place.Line != line+1 {
					t.Errorf("line %d: %s %s is found in line %d: %s", line, how, key, f.Place.Line, f.Message)
				}
			}
		}
	}
}
