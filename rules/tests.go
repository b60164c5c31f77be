package rules

import (
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// TestSuite is the rule tests that stand beside a rule set, as they were written:
// their structure is checked, but not what they name in the rules, nor the types of
// what they expect (see engine/ruletest). Slices stand in written order, files in
// path order. Read-only once loaded.
type TestSuite struct {
	Files []File
	Tests []*Test
}

// Test is one test: accounts, an instant, and what the rules are to say of them.
type Test struct {
	Name        string
	Description string
	Place       Place // of the name
	AsOf        signals.AsOf
	// Rows are the accounts that stand in the test; nil if Inputs hold them.
	Rows []TestRow
	// RowsPlace is where Rows are written.
	RowsPlace Place
	// Inputs are the files and folders with the signals.
	Inputs []TestInput
	Expect []*Expectation // one an account
}

// TestRow is a row of a table as a test writes it.
type TestRow struct {
	Place  Place
	Fields []TestField
}

// TestField is a cell of a row, or the rows of a table below, by its name.
type TestField struct {
	Name Name
	// Value is the cell; nil: Rows are there.
	Value *Scalar
	Rows  []TestRow
}

// TestInput is a file or folder with signals. Path is as the test has it, from the
// folder that the test file stands in. Table is empty for a folder, and for a file
// with the accounts.
type TestInput struct {
	Table, Path string
	Place       Place
}

// Scalar is a single value as it is written in a test. Null: it is spelled null or
// nothing stands there.
type Scalar struct {
	Text string
	Null bool
	// Number is the text as a number; missing if it is none. Of 85% it is 0.85, and
	// Percent is set.
	Number  exact.Num
	Percent bool
	Place   Place
}

// Expected says what one value is to be: Is, one or two bounds, or missing.
type Expected struct {
	Place Place
	Is    *Scalar
	// Within is how far a number may be from Is.
	Within *Scalar
	// The bounds; nil where there is none.
	Above, AtLeast, AtMost, Below *Scalar
	// Missing: there is to be no value, for a cause that has Cause in it.
	Missing bool
	Cause   string
}

// Expectation is what a test expects of one account. What it does not name is not
// looked at.
type Expectation struct {
	// Account is the key of the account; nil: the test has only one.
	Account *Scalar
	Place   Place
	Segment *Scalar
	Metrics []ExpectedFigure
	Flags   *ExpectedFlags
	// Scorecards by name. There are no two of the same.
	Scorecards []*ExpectedScorecard
	// Problems are parts of what is to be reported of the account's rows, each of
	// another problem; nil: none are expected.
	Problems *ExpectedNames
}

// ExpectedFigure is what a metric is to be.
type ExpectedFigure struct {
	Name  Name
	Value Expected
}

// ExpectedFlags are all flags that are to hold (Exactly), or some that are and some
// that are not.
type ExpectedFlags struct {
	Place   Place
	Exactly bool
	List    []ExpectedFlag
}

// ExpectedFlag is whether a flag is to hold.
type ExpectedFlag struct {
	Name  Name
	Holds bool
}

// ExpectedNames is a list of names or texts.
type ExpectedNames struct {
	Place Place
	List  []Name
}

// ExpectedScorecard is what a scorecard is to say of an account.
type ExpectedScorecard struct {
	Name                   Name
	Score, Base, Coverage  *Expected
	Band                   *Scalar
	Measures               []*ExpectedMeasure // nested ones behind their groups
	Overrides, MissingOnes *ExpectedNames
	Reasons                *ExpectedReasons
}

// ExpectedMeasure is what a measure, or a group, is to be. Name is nested: voice.nps.
type ExpectedMeasure struct {
	Name                                       Name
	Value, Points, Weight, Share, Contribution *Expected
	Row, State, Code                           *Scalar
}

// ExpectedReasons are the measures that are to have cost most, most first; more may
// follow, unless none are expected.
type ExpectedReasons struct {
	Place Place
	List  []ExpectedReason
}

// ExpectedReason is one of them.
type ExpectedReason struct {
	Measure Name
	Lost    *Expected
	Code    *Scalar
}
