package lint_test

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/lint"
)

// Everything that is to be said of rules in memory.
func ExampleFiles() {
	result := lint.Files([]rules.File{{Name: "rules.yaml", Source: []byte(`language: 1
signals:
  accounts:
    key: id
    columns: {id: string, seats: int}
metrics:
  large: seats / 100
  old: seats / 20 # bellwether:ignore unused-metric -- for a rule test
flags:
  big: seats > 500
`)}}, lint.Options{})
	fmt.Print(result.Found)
	// Output:
	// rules.yaml:7:3: warning: nothing uses the metric `large` [unused-metric]
	//       7 |   large: seats / 100
	//         |   ^^^^^
	//   = use it in a measure, a segment, an override or a flag, or delete it
}
