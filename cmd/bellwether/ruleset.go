package main

import (
	"slices"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/lint"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// ruleset is a rule set as it was written, and compiled.
type ruleset struct {
	set     *rules.Set
	program *engine.Program
}

// loadRules reads and compiles the rules in a folder or file. What is wrong with
// them is a *rules.Diagnostics.
func loadRules(path string) (*ruleset, error) { return compileReading(load.ReadDir(path)) }

// compileReading compiles what was read. Where that has errors, those that only
// compiling finds are among them.
func compileReading(reading *load.Reading) (*ruleset, error) {
	if reading.Found.HasErrors() {
		return nil, lint.Errors(reading, nil)
	}
	return compile(reading.Set)
}

func compile(set *rules.Set) (*ruleset, error) {
	compiled, err := engine.Compile(set, engine.Options{})
	if err != nil {
		return nil, err
	}
	return &ruleset{set: set, program: compiled}, nil
}

// warnings are the findings that do not keep the rules from being used, as people
// read them; empty if there are none.
func (r *ruleset) warnings() string {
	return (&rules.Diagnostics{List: lint.Unignored(r.set.Warnings, r.set.Files), Files: r.set.Files}).Error()
}

// scorecard finds a scorecard by its name, which is one of the rules.
func (r *ruleset) scorecard(name string) *rules.Scorecard {
	i := slices.IndexFunc(r.set.Scorecards, func(c *rules.Scorecard) bool { return c.Name == name })
	return r.set.Scorecards[i]
}

// flags are the names of the flags, in the order of the results' columns.
func (r *ruleset) flags() []string {
	names := make([]string, len(r.set.Flags))
	for i, f := range r.set.Flags {
		names[i] = f.Name
	}
	return names
}
