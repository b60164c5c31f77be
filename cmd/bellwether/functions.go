package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// The topics beside those of the catalogue.
const (
	topicOperators = "operators"
	topicRules     = "rules"
)

// functionFlags are the flags of functions.
type functionFlags struct {
	topic  string
	format string
	rules  string
}

func (p *program) functionsCommand() *cobra.Command {
	f := &functionFlags{format: formatPretty}
	cmd := &cobra.Command{
		Use:   "functions [NAME]",
		Short: "List what an expression can use, or describe one function or operator",
		Long: `Functions lists all functions that an expression can use, by topic, and the
operators: the types of their arguments and of what they give, what a missing
value does to them, and an example. With NAME, in full, that one alone.

In a form like sum(rows: rows or list, [item: number or money]) what stands in
[] may be left out, and an item is computed for each row, as .amount * 2.
What an example gives is of a sample account, as of 2026-11-01.`,
		Example: `  bellwether functions
  bellwether functions within
  bellwether functions '??'
  bellwether functions --topic windows
  bellwether functions --format table           # a line each
  bellwether functions --rules rules            # your own functions, too`,
		Args: atMost(1),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			own, _ := fromRules(ownFunctions)(cmd, args, begun)
			return append(beginning(functionNames(), begun), own...), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			if err := noTests(f.rules); err != nil {
				return err
			}
			return p.functions(name, f)
		},
	}
	choose(cmd, &f.topic, "topic", "list what is about this alone", append(expression.Topics(), topicOperators, topicRules)...)
	choose(cmd, &f.format, "format", "the format of the list", formatPretty, formatTable, formatJSON)
	cmd.Flags().Var(rulesFlag(&f.rules), "rules", "the `DIR` or file with rules whose own functions are listed, too")
	complete(cmd, "rules", completeFolders)
	return cmd
}

// functionNames are the names that expressions call, with what completion says of them.
func functionNames() []string {
	var names []string
	for _, f := range expression.Functions() {
		names = append(names, cobra.CompletionWithDesc(callName(f), f.Does))
	}
	return names
}

// ownFunctions are the names of the functions that rules declare.
func ownFunctions(set *rules.Set) []string {
	var names []string
	for _, f := range set.Functions {
		names = append(names, cobra.CompletionWithDesc(f.Name, "Declared in the rules."))
	}
	return names
}

// callName is the name by which an expression calls a function.
func callName(f *expression.Function) string {
	if f.Topic == "peers" {
		return "peers." + f.Name
	}
	return f.Name
}

// functions prints the entries that are meant.
func (p *program) functions(name string, f *functionFlags) error {
	all, err := functionEntries(f.rules)
	if err != nil {
		return err
	}
	if f.topic == topicRules && f.rules == "" {
		return usagef("--topic rules: name the rules: --rules DIR")
	}
	some := slices.DeleteFunc(slices.Clone(all), func(e functionEntry) bool {
		return f.topic != "" && e.Topic != f.topic || name != "" && !e.isCalled(name)
	})
	if len(some) == 0 && name != "" {
		return unknownFunction(name, f.topic, all)
	}
	switch f.format {
	case formatJSON:
		return writeFunctionsJSON(p.stdout, some)
	case formatTable:
		return writeFunctionLines(p.stdout, some)
	}
	return writeFunctions(p.stdout, some, name != "")
}

// unknownFunction names the nearest of all entries.
func unknownFunction(name, topic string, all []functionEntry) error {
	message := fmt.Sprintf("there is no function %q", name)
	var names []string
	for _, e := range all {
		if e.isCalled(name) {
			return usagef("%s is about %s, not %s", name, e.Topic, topic)
		}
		names = append(names, e.Names...)
	}
	if near := spelling.Nearest(name, names); near != "" {
		message += fmt.Sprintf("; did you mean %s?", near)
	}
	return usagef("%s", message)
}

// functionEntry is what is known of a function, an operator, or a function written in
// the rules.
type functionEntry struct {
	Names    []string           `json:"names"` // an operator may be one of several
	Topic    string             `json:"topic"`
	Forms    []functionForm     `json:"forms,omitempty"` // of functions: one for each kind of first argument
	Does     string             `json:"does"`
	Missing  string             `json:"missing,omitempty"`
	Formula  string             `json:"formula,omitempty"`
	Example  *functionExample   `json:"example,omitempty"`
	Declared *functionStatement `json:"declared,omitempty"`
}

type functionExample struct {
	Expression string `json:"expression"`
	Gives      string `json:"gives"`
}

// functionStatement is where the rules declare a function.
type functionStatement struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// isCalled tells whether a name means the entry: peers.median, or median for short.
func (e *functionEntry) isCalled(name string) bool {
	name = strings.TrimSuffix(name, "()")
	return slices.ContainsFunc(e.Names, func(n string) bool { return n == name || n == "peers."+name })
}

// functionEntries lists the catalogue, the operators, and the functions of the rules in
// a folder, if one is named.
func functionEntries(rulesPath string) ([]functionEntry, error) {
	var all []functionEntry
	for _, f := range expression.Functions() {
		e := functionEntry{
			Names: []string{callName(f)}, Topic: f.Topic, Does: f.Does, Missing: f.Missing, Formula: f.Formula,
			Example: &functionExample{f.Example, f.Gives},
		}
		for _, o := range f.Overloads {
			e.Forms = append(e.Forms, formOf(callName(f), o))
		}
		all = append(all, e)
	}
	for _, o := range expression.Operators() {
		all = append(all, functionEntry{
			Names: o.Symbols, Topic: topicOperators, Does: o.Does, Missing: o.Missing, Example: &functionExample{o.Example, o.Gives},
		})
	}
	if rulesPath == "" {
		return all, nil
	}
	set, err := load.Dir(rulesPath)
	if err != nil {
		return nil, err
	}
	for _, f := range set.Functions {
		form := functionForm{Name: f.Name, Gives: "what its expression gives"}
		for _, a := range f.Args {
			form.Params = append(form.Params, functionParam{Name: a.Text, Takes: "any value"})
		}
		all = append(all, functionEntry{
			Names: []string{f.Name}, Topic: topicRules, Forms: []functionForm{form}, Does: "Declared in the rules.", Formula: f.Expr.Text,
			Declared: &functionStatement{f.Place.File, f.Place.Line},
		})
	}
	return all, nil
}

// writeFunctionLines prints a line an entry.
func writeFunctionLines(w io.Writer, entries []functionEntry) error {
	var b strings.Builder
	width := 0
	for _, e := range entries {
		width = max(width, len(strings.Join(e.Names, " ")))
	}
	for i, e := range entries {
		if i == 0 || e.Topic != entries[i-1].Topic {
			if i > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "%s\n", e.Topic)
		}
		fmt.Fprintf(&b, "  %-*s  %s\n", width, strings.Join(e.Names, " "), e.Does)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
