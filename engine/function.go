package engine

import (
	"fmt"
	"go/token"
	"slices"

	"github.com/bellwether-cs/bellwether/engine/internal/evaluate"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// Function is a function written in Go that expressions can call by its name.
//
// Call gets as many values as Args has kinds, none of them missing: a missing
// argument makes the result missing without a call. An error, a panic, or a value
// of another kind than Result is a missing result. Numbers come and go exactly; a
// result is published like that of any function. Call must depend on its
// arguments alone and be safe for concurrent use. Name and Version are part of the
// digest of the rules: a change of what Call computes needs a new Version.
type Function struct {
	Name    string
	Version string
	Args    []signals.Kind
	Result  signals.Kind
	Call    func(args []signals.Value) (signals.Value, error)
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
		calls = append(calls, contained(f))
	}
	return types, identities, calls, nil
}

// contained hands a function the kinds that it declares, and keeps its panic from
// ending the program.
func contained(f Function) evaluate.Function {
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
