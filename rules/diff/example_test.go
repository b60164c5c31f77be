package diff_test

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/rules/diff"
)

func ExampleSets() {
	const start = "language: 1\nsignals: {accounts: {key: id, columns: {id: string, usage: number}}}\n"
	before, err := read([]string{start + "scorecards: {health: {measures: {usage: {weight: 40, up_to: {5: 0, else: 10}}}}}"})
	if err != nil {
		panic(err)
	}
	after, err := read([]string{start + "scorecards: {health: {measures: {usage: {weight: 30, up_to: {7: 0, else: 10}}}}}"})
	if err != nil {
		panic(err)
	}
	for _, c := range diff.Sets(before, after).Changes {
		fmt.Println(c.Sentence())
	}
	// Output:
	// weight of usage 40 -> 30 in health
	// threshold 5 -> 7 of usage in health
}
