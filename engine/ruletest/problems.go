package ruletest

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// told is the problem without its place, which the check has, and without the account.
func (p problem) told() string {
	text := signals.Problem{Message: p.Message, Refused: p.Refused}
	if p.below {
		text.Table = p.Table
	}
	if p.Key != p.account {
		text.Table, text.Key = p.Table, p.Key
	}
	return text.String()
}

// claims say which problem each part of `problems` names.
type claims struct {
	parts []claimedPart
	// strange are the problems of accounts of which the test does not speak: any
	// `problems` may name those.
	strange []bool
	taken   []bool // by problem
}

// claimedPart is an entry of `problems`, and the problem that it names; -1 if there is
// none for it.
type claimedPart struct {
	of      *rules.Expectation
	key     string // of the account
	text    string
	problem int
}

// claim pairs the entries of `problems` with the problems, each with another one, so
// that as many as possible have one.
func claim(test *rules.Test, s *source) *claims {
	c := &claims{strange: make([]bool, len(s.problems)), taken: make([]bool, len(s.problems))}
	spoken := map[string]bool{}
	for _, x := range test.Expect {
		key := s.key(x)
		spoken[key] = true
		if x.Problems == nil {
			continue
		}
		for _, name := range x.Problems.List {
			c.parts = append(c.parts, claimedPart{of: x, key: key, text: name.Text, problem: -1})
		}
	}
	named := make([][]int, len(c.parts))
	for i, p := range s.problems {
		c.strange[i] = !spoken[p.account]
		for part, of := range c.parts {
			if of.key == p.account && strings.Contains(p.told(), of.text) || c.strange[i] && strings.Contains(p.String(), of.text) {
				named[part] = append(named[part], i)
			}
		}
	}
	holder := map[int]int{} // by problem, the part that has it
	for part := range c.parts {
		asked := make([]bool, len(s.problems))
		var find func(part int) bool
		find = func(part int) bool {
			for _, i := range named[part] {
				if asked[i] {
					continue
				}
				asked[i] = true
				// Whoever has it may find another one.
				if other, has := holder[i]; !has || find(other) {
					holder[i] = part
					return true
				}
			}
			return false
		}
		find(part)
	}
	for i, part := range holder {
		c.parts[part].problem, c.taken[i] = i, true
	}
	return c
}

// mostStrangers is how many problems of other accounts a test tells.
const mostStrangers = 10

// strangers are the problems of the data of which nothing else speaks: a file, an
// account or a cell that is left out makes another test than the one written, for
// peers are all accounts.
func (c *comparison) strangers(test *rules.Test, s *source, claims *claims) {
	for _, text := range s.ignored {
		c.failed(inputOf(test, text), "", "signals", "a table for each file", text)
	}
	told, more := 0, 0
	for i, p := range s.problems {
		if !claims.strange[i] || claims.taken[i] {
			continue
		}
		if told++; told > mostStrangers {
			more++
			continue
		}
		at, text := p.place, p.told()
		if at.IsZero() {
			at, text = s.place, p.String()
		}
		c.failed(at, p.account, "problems", "no problem", text)
	}
	if more > 0 {
		c.failed(s.place, "", "problems", "no problem", fmt.Sprintf("%d more problems of other accounts", more))
	}
}

// inputOf is where the test names the folder of a file that a text begins with, else
// its first input.
func inputOf(test *rules.Test, text string) rules.Place {
	for _, input := range test.Inputs {
		if strings.HasPrefix(text, Path(input)+string(filepath.Separator)) {
			return input.Place
		}
	}
	return test.Inputs[0].Place
}

// problems compares what was reported of an account's rows. It tells whether the
// account is worth looking at.
func (c *comparison) problems(x *rules.Expectation, key string, s *source, claims *claims) bool {
	var found []int
	refused := false
	for i, p := range s.problems {
		if p.account == key {
			found = append(found, i)
			refused = refused || p.Refused && p.Table == s.portfolio.Schema.Root().Name
		}
	}
	_, there := s.index[key]
	refused = refused && !there
	if x.Problems == nil {
		for _, i := range found {
			p := s.problems[i]
			at, told := p.place, p.told()
			if at.IsZero() {
				at, told = x.Place, p.String()
			}
			c.failed(at, key, "problems", "no problem", told)
		}
		return !refused
	}
	none := len(found) == 0 && len(x.Problems.List) == 0
	names := x.Problems.List
	for _, part := range claims.parts {
		if part.of != x {
			continue
		}
		check := Check{Place: names[0].Place, Account: key, What: "problems", Expected: part.text, Actual: "no such problem", Held: part.problem >= 0}
		names = names[1:]
		if check.Held {
			check.Actual = s.problems[part.problem].told()
		}
		c.result.Checks = append(c.result.Checks, check)
	}
	for _, i := range found {
		if !claims.taken[i] {
			c.failed(x.Problems.Place, key, "problems", "no other problem", s.problems[i].told())
		}
	}
	if none {
		c.result.Checks = append(c.result.Checks, Check{Place: x.Problems.Place, Account: key, What: "problems", Expected: "no problem", Actual: "no problem", Held: true})
	}
	if refused && (x.Segment != nil || x.Metrics != nil || x.Flags != nil || x.Scorecards != nil) {
		c.failed(x.Place, key, "account", "an account to score", "a row that is left out")
	}
	return !refused
}
