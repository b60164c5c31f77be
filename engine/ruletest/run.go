package ruletest

import (
	"cmp"
	"context"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// Options say which tests run, and how. The zero Options run all.
type Options struct {
	// Run chooses the tests whose name it matches; nil: all.
	Run *regexp.Regexp
	// Workers bounds how many tests run at a time; 0 or less: one a processor.
	Workers int
}

// Status is what became of a test.
type Status uint8

// The statuses.
const (
	Passed Status = iota
	Failed
	Skipped // Options.Run did not choose it
)

// String is the status in one word.
func (s Status) String() string { return [...]string{"passed", "failed", "skipped"}[s] }

// Report is what came of running tests. Read-only. Same rules, tests and fixtures:
// same report, however many run at a time.
type Report struct {
	// Results are in the order of the files and the tests in them.
	Results []Result
	// Coverage are the parts of the rules that a test can reach, with how often the
	// tests that ran did.
	Coverage []engine.CoveragePoint
	// Digest identifies the rules.
	Digest string

	set   *rules.Set
	files []rules.File // of the tests
}

// Result is what came of one test.
type Result struct {
	Test   *rules.Test
	Status Status
	// Checks are all that was compared, in the order of their places.
	Checks []Check
	// Accounts are those that were looked at, with all that the rules say of them.
	Accounts []Account
}

// Account is one account of a test.
type Account struct {
	Key string
	engine.Observation
	// Flags are those that hold.
	Flags []string
}

// Check is one comparison.
type Check struct {
	Place   rules.Place // of what is expected
	Account string      // its key; empty where it concerns the test
	// Scorecard and What say what was compared: "health" and "score",
	// "measures.usage.points"; without a scorecard "segment", "metrics.setup_rate".
	Scorecard, What  string
	Expected, Actual string
	// Note says more of what came out: the row that matched, why a value is missing.
	Note string
	Held bool
}

// Name is What with its scorecard.
func (c Check) Name() string {
	if c.Scorecard == "" {
		return c.What
	}
	return c.Scorecard + "." + c.What
}

// Failures are the comparisons that did not hold.
func (r Result) Failures() []Check {
	var failed []Check
	for _, c := range r.Checks {
		if !c.Held {
			failed = append(failed, c)
		}
	}
	return failed
}

// Count is how many tests have a status.
func (r *Report) Count(s Status) int {
	n := 0
	for _, result := range r.Results {
		if result.Status == s {
			n++
		}
	}
	return n
}

// Run runs tests on a program, each for itself, several at a time. A test that fails
// is part of the report. The error is a [*rules.Diagnostics] if the tests do not fit
// the rules (see [Bind]), and then none ran; else that of the context.
func Run(ctx context.Context, program *engine.Program, suite *rules.TestSuite, options Options) (*Report, error) {
	if err := Bind(program, suite); err != nil {
		return nil, err
	}
	report := &Report{
		Results: make([]Result, len(suite.Tests)), Digest: program.Digest(), set: program.Rules(), files: suite.Files,
	}
	r := &runner{program: program, options: options, report: report, suite: suite, fixtures: fixtures{program: program, known: map[string]*fixture{}}}
	workers := options.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	seen := make([]*engine.Coverage, max(1, min(workers, len(suite.Tests))))
	var group sync.WaitGroup
	for i := range seen {
		seen[i] = program.NewCoverage()
		group.Go(func() { r.work(ctx, seen[i]) })
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, other := range seen[1:] {
		seen[0].Add(other)
	}
	report.Coverage = seen[0].Points()
	return report, nil
}

// runner runs the tests of a suite.
type runner struct {
	program  *engine.Program
	options  Options
	suite    *rules.TestSuite
	report   *Report
	fixtures fixtures
	next     atomic.Int64
}

// work runs tests until none is left.
func (r *runner) work(ctx context.Context, seen *engine.Coverage) {
	for ctx.Err() == nil {
		i := int(r.next.Add(1)) - 1
		if i >= len(r.suite.Tests) {
			return
		}
		r.report.Results[i] = r.run(ctx, r.suite.Tests[i], seen)
	}
}

func (r *runner) run(ctx context.Context, test *rules.Test, seen *engine.Coverage) Result {
	result := Result{Test: test}
	if r.options.Run != nil && !r.options.Run.MatchString(test.Name) {
		result.Status = Skipped
		return result
	}
	c := &comparison{result: &result, set: r.program.Rules()}
	if err := r.accounts(ctx, test, c, seen); err != nil {
		c.failed(test.Place, "", "test", "to run", err.Error())
	}
	slices.SortStableFunc(result.Checks, func(a, b Check) int {
		return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column))
	})
	if len(result.Failures()) > 0 {
		result.Status = Failed
	}
	return result
}

// accounts scores the accounts of a test and compares each with what is expected.
func (r *runner) accounts(ctx context.Context, test *rules.Test, c *comparison, seen *engine.Coverage) error {
	source, err := r.source(ctx, test)
	if err != nil {
		c.failed(source.place, "", "signals", "accounts to score", err.Error())
		return ctx.Err()
	}
	claims := claim(test, source)
	c.strangers(test, source, claims)
	for _, x := range test.Expect {
		key := source.key(x)
		if !c.problems(x, key, source, claims) {
			continue
		}
		index, there := source.index[key]
		if !there {
			c.absent(x, key, source)
			continue
		}
		account, err := r.observe(ctx, source, index, seen)
		if err != nil {
			return err
		}
		c.result.Accounts = append(c.result.Accounts, account)
		c.compare(x, account)
	}
	return nil
}

// observe gives all that the rules say of an account.
func (r *runner) observe(ctx context.Context, s *source, index int, seen *engine.Coverage) (Account, error) {
	request := engine.Request{Peers: s.peers}
	observed, err := r.program.Observe(ctx, s.portfolio, index, request, seen)
	if err != nil {
		return Account{}, err
	}
	a := Account{Key: s.portfolio.Key(index), Observation: observed}
	if len(observed.Documents) > 0 {
		a.Flags = observed.Documents[0].Flags
		return a, nil
	}
	// Without a scorecard there is no document that could name them.
	results, err := r.program.ScoreBatch(ctx, signals.One(s.portfolio, index), request)
	if err != nil {
		return Account{}, err
	}
	for _, flag := range results.Flags {
		if flag.Holds[0] {
			a.Flags = append(a.Flags, flag.Name)
		}
	}
	return a, nil
}
