package expression

import (
	"maps"
	"slices"

	"github.com/bellwether-cs/bellwether/signals"
)

// Function is one entry of the catalogue: all that is to be known about a
// function of the language, but its evaluation.
type Function struct {
	Name string
	// Topic groups functions for people; see Topics.
	Topic     string
	Does      string // one sentence
	Missing   string // what missing operands, items and rows do
	Formula   string // the formula, with its source where one is published
	Example   string // an expression
	Gives     string // what the example gives, over the sample account of the tests
	Overloads []*Overload
}

// Overload is one form of a function's arguments.
type Overload struct {
	Kernel Kernel
	Params []Param
	// Variadic: the last parameter may be repeated.
	Variadic bool
	Result   Result
}

// Param is one parameter.
type Param struct {
	Name     string
	Is       ParamKind
	Kinds    Kinds // what a Value, PerRow or collection's item may be
	Optional bool
	Words    []string // what a Word may be
}

// ParamKind says how an argument is read.
type ParamKind uint8

// The kinds of parameters.
const (
	Value      ParamKind = iota // one value
	Collection                  // rows of a table, or a list
	TableRows                   // rows of a table
	PerRow                      // an expression of the current row (`.name`) or value (`#`)
	Condition                   // a yes or no of the current row or value
	Duration                    // a duration like "30d"
	HoursOfDay                  // a part of each day like "09:00-17:00"
	Word                        // one of some words, written out
	Name                        // the name of a column or metric (peers)
)

// Kinds is a set of kinds.
type Kinds uint16

// The sets that parameters use.
const (
	Whole     = Kinds(1) << signals.Int
	Numbers   = Whole | Kinds(1)<<signals.Number
	Amounts   = Numbers | Kinds(1)<<signals.Money
	Texts     = Kinds(1) << signals.String
	Instants  = Kinds(1)<<signals.Date | Kinds(1)<<signals.Time
	Ordered   = Amounts | Instants
	AnyScalar = Amounts | Instants | Texts | Kinds(1)<<signals.Bool
)

// Has tells whether kind k is in the set.
func (s Kinds) Has(k signals.Kind) bool { return s&(1<<k) != 0 }

// Result says how the type of a result follows from the arguments.
type Result uint8

// The results.
const (
	GivesInt      Result = iota
	GivesNumber          //
	GivesBool            //
	GivesText            //
	GivesDate            //
	GivesTime            //
	GivesItem            // the type of the items, or of the values unified
	GivesMean            // as GivesItem, but whole numbers give a number
	GivesFirst           // the type of the first argument
	GivesList            // a list of the items
	GivesSameMany        // the rows or list of the first argument, fewer of them
)

// Kernel names what evaluates an overload; the engine has one for each.
type Kernel uint8

// The kernels.
const (
	KernelNone Kernel = iota
	CountRows
	CountWhere
	CountItems
	Sum
	Mean
	Median
	Stddev
	MinOf
	MaxOf
	First
	Last
	Any
	All
	None
	WeightedMean
	NPS
	CSAT
	ShareWhere
	PercentWhere
	Uniq
	Filter
	Map
	Within
	Active
	Ago
	DaysSince
	DaysUntil
	DateOf
	DecayDays
	DecaySince
	MinValue
	MaxValue
	Share
	Percent
	Clamp
	Round
	Floor
	Ceil
	Abs
	Sqrt
	Ln
	Lower
	Upper
	Trim
	CES
	Quantile
	TopShare
	Latest
	ShareOf
	PercentOf
	Scale
	Growth
	Trend
	TrendCount
	Slope
	DecayedSum
	DecayedMean
	Streak
	StreakWhere
	ActiveDays
	ActiveDaysOf // of active_days with a second argument: different pairs
	Stickiness
	WindowDays // how many days a window touches; for Stickiness
	BusinessDays
	BusinessHours
	DaysBetween
	MonthsBetween
	MonthsSince
	MonthsUntil
	StartOf
	PeersMean
	PeersMedian
	PeersStddev
	PeersMin
	PeersMax
	PeersCount
	PeersQuantile
	PeersPercentile
	PeersNtile
)

// Topics are what functions are about, in the order in which people read them.
func Topics() []string {
	return []string{"rows", "windows", "voice", "numbers", "time", "text", "peers"}
}

// Functions is the catalogue, by topic. The result is the caller's own.
func Functions() []*Function {
	all, topics := slices.Concat(plainFunctions(), peerFunctions()), Topics()
	slices.SortStableFunc(all, func(a, b *Function) int {
		return slices.Index(topics, a.Topic) - slices.Index(topics, b.Topic)
	})
	return all
}

// plainFunctions are all but peers.*, which have names of their own.
func plainFunctions() []*Function {
	return slices.Concat(rowFunctions(), windowFunctions(), voiceFunctions(), numberFunctions(), timeFunctions(), calendarFunctions(), textFunctions())
}

// catalogue finds functions by name.
type catalogue map[string]*Function

func newCatalogue(functions []*Function) catalogue {
	c := catalogue{}
	for _, f := range functions {
		c[f.Name] = f
	}
	return c
}

func (c catalogue) names() []string { return slices.Sorted(maps.Keys(c)) }

// IsFunction tells whether the language has a function of that name.
func IsFunction(name string) bool {
	return slices.ContainsFunc(Functions(), func(f *Function) bool { return f.Name == name && f.Topic != "peers" })
}
