package engine

import (
	"fmt"
	"go/token"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Function is a function written in Go that expressions can call by its name.
//
// Call gets as many values as Args has kinds, none of them missing: a missing
// argument makes the result missing without a call. An error, a panic, or a value
// of another kind than Result is a missing result. Numbers come and go exactly; a
// result is published like that of any function. Call must depend on its
// arguments alone and be safe for concurrent use, and it must not keep args. Name and
// Version are part of the digest of the rules: a change of what Call computes needs a
// new Version.
//
// Block, if there is one, makes many calls at once, which is faster for batches: it
// must give for each what Call gives, and may be called with any number of them. If it
// fails or panics, those calls are made one by one.
type Function struct {
	Name    string
	Version string
	Args    []signals.Kind
	Result  signals.Kind
	Call    func(args []signals.Value) (signals.Value, error)
	Block   func(calls Calls) error
}

// Calls are many calls of a [Function]: call i has the i-th entry of each argument, none
// of them missing. What an argument is asked for must be of its kind; slices are
// read-only and hold until Block returns. A call for which no result is set has none;
// so has one that would be an error. Reading and setting allocate nothing.
type Calls struct{ calls *evaluate.Calls }

// Len is how many calls there are.
func (c Calls) Len() int { return c.calls.N }

// Num is a number, int or amount.
func (c Calls) Num(arg, i int) exact.Num { return c.calls.Args[arg].Num(i) }

// Ints gives a number of all calls as numerators over one unit, which is fastest; nil if
// some do not fit: then Num has them.
func (c Calls) Ints(arg int) (numerators []int64, unit int64) {
	a := &c.calls.Args[arg]
	if a.Wide != nil || a.Below != nil {
		return nil, 0
	}
	return a.Ints, a.Unit
}

// Text is a text.
func (c Calls) Text(arg, i int) string { a := &c.calls.Args[arg]; return a.Texts[a.Codes[i]] }

// Texts gives a text of all calls by code: entry i is dict[codes[i]]. Texts that are
// equal mostly have one code, so that a result can be looked up by it.
func (c Calls) Texts(arg int) (codes []uint32, dict []string) {
	a := &c.calls.Args[arg]
	return a.Codes, a.Texts
}

// Micros is a date or time: microseconds since 1970-01-01 UTC.
func (c Calls) Micros(arg, i int) int64 { return c.calls.Args[arg].Ints[i] }

// Bool is a yes or no.
func (c Calls) Bool(arg, i int) bool { return c.calls.Args[arg].Truths[i] }

// SetNum sets a result that is a number, int or amount; a missing one is no result.
func (c Calls) SetNum(i int, x exact.Num) {
	c.calls.Result.Wide[i], c.calls.Result.Known[i] = x, true
}

// Numerators gives the results of all calls as numerators over a unit above 0, to be
// filled in: entries that stay at [result.Absent], as all are at first, are no results,
// unless SetNum sets them.
func (c Calls) Numerators(unit int64) []int64 { return c.calls.Result.Numerators(unit) }

// SetText sets a result that is a text.
func (c Calls) SetText(i int, text string) {
	c.calls.Result.Texts[i], c.calls.Result.Known[i] = text, true
}

// SetMicros sets a result that is a date or time.
func (c Calls) SetMicros(i int, micros int64) {
	c.calls.Result.Micros[i], c.calls.Result.Known[i] = micros, true
}

// SetBool sets a result that is a yes or no.
func (c Calls) SetBool(i int, holds bool) {
	c.calls.Result.Truths[i], c.calls.Result.Known[i] = holds, true
}

// FunctionError says what keeps a function from being registered.
type FunctionError struct {
	Name   string
	Reason string
}

// Error names the function and the reason.
func (e *FunctionError) Error() string { return fmt.Sprintf("function %q: %s", e.Name, e.Reason) }

// register checks the functions and gives what the checker, the digest and the
// evaluation need of them.
func register(functions []Function) (types []expression.Registered, identities []rules.GoFunction, calls []evaluate.Function, err error) {
	seen := map[string]bool{}
	for _, f := range functions {
		switch {
		case !token.IsIdentifier(f.Name):
			return nil, nil, nil, &FunctionError{f.Name, "its name must be a letter, then letters, digits and _"}
		case f.Call == nil || f.Result == signals.NoKind || slices.Contains(f.Args, signals.NoKind):
			return nil, nil, nil, &FunctionError{f.Name, "it needs a call, and a kind for its result and each argument"}
		case seen[f.Name]:
			return nil, nil, nil, &FunctionError{f.Name, "it is registered twice"}
		case expression.IsFunction(f.Name):
			return nil, nil, nil, &FunctionError{f.Name, "the language has a function of that name"}
		}
		seen[f.Name] = true
		types = append(types, expression.Registered{Name: f.Name, Args: f.Args, Result: f.Result})
		identities = append(identities, rules.GoFunction{Name: f.Name, Version: f.Version})
		calls = append(calls, evaluate.Function{Call: contained(f), Block: containedBlock(f)})
	}
	return types, identities, calls, nil
}

// contained hands a function the kinds that it declares, and keeps its panic from
// ending the program.
func contained(f Function) func([]signals.Value) (signals.Value, error) {
	return func(args []signals.Value) (v signals.Value, err error) {
		for i := range args {
			args[i].Kind = f.Args[i] // a whole number where a number is declared, a date where a time is
		}
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("panic: %v", r)
			}
		}()
		return f.Call(args)
	}
}

// containedBlock tells no where the calls have to be made one by one.
func containedBlock(f Function) func(*evaluate.Calls) bool {
	if f.Block == nil {
		return nil
	}
	return func(calls *evaluate.Calls) (ok bool) {
		defer func() {
			if recover() != nil {
				ok = false
			}
		}()
		return f.Block(Calls{calls}) == nil
	}
}
