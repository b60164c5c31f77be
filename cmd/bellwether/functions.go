package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

func (p *program) functionsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "functions [NAME]",
		Short: "List the functions that an expression can use, or describe one",
		Args:  atMost(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return functionNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listFunctions(p.stdout)
			}
			return describeFunction(p.stdout, args[0])
		},
	}
}

func functionNames() []string {
	var names []string
	for _, f := range expression.Functions() {
		names = append(names, callName(f))
	}
	return names
}

// callName is the name by which an expression calls a function.
func callName(f *expression.Function) string {
	if f.Topic == "peers" {
		return "peers." + strings.TrimPrefix(f.Name, "peers.")
	}
	return f.Name
}

// listFunctions prints a line a function, by topic.
func listFunctions(w io.Writer) error {
	var b strings.Builder
	topic := ""
	for _, f := range expression.Functions() {
		if f.Topic != topic {
			if topic != "" {
				b.WriteByte('\n')
			}
			topic = f.Topic
			fmt.Fprintf(&b, "%s\n", topic)
		}
		fmt.Fprintf(&b, "  %-18s %s\n", callName(f), f.Does)
	}
	b.WriteString("\nbellwether functions NAME says more about one.\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// describeFunction prints all that is to be known about a function. With peers. in
// front or without, its name will do.
func describeFunction(w io.Writer, name string) error {
	var b strings.Builder
	for _, f := range expression.Functions() {
		if callName(f) != name && f.Name != name {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		for _, o := range f.Overloads {
			fmt.Fprintln(&b, signature(callName(f), o))
		}
		fmt.Fprintf(&b, "  %s\n  missing  %s\n  formula  %s\n", f.Does, f.Missing, f.Formula)
		if f.Example != "" {
			fmt.Fprintf(&b, "  example  %s gives %s\n", f.Example, f.Gives)
		}
	}
	if b.Len() == 0 {
		message := fmt.Sprintf("there is no function %q", name)
		if near := spelling.Nearest(name, functionNames()); near != "" {
			message += fmt.Sprintf("; did you mean %s?", near)
		}
		return usagef("%s", message)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// signature is the form of a function's arguments: sum(rows, [item]) -> as the items.
func signature(name string, o *expression.Overload) string {
	params := make([]string, len(o.Params))
	for i, p := range o.Params {
		params[i] = p.Name
		if i == len(o.Params)-1 && o.Variadic {
			params[i] += " ..."
		}
		if p.Optional {
			params[i] = "[" + params[i] + "]"
		}
	}
	return fmt.Sprintf("%s(%s) -> %s", name, strings.Join(params, ", "), resultNames[o.Result])
}

var resultNames = map[expression.Result]string{
	expression.GivesInt: "int", expression.GivesNumber: "number", expression.GivesBool: "yes or no",
	expression.GivesText: "text", expression.GivesDate: "date", expression.GivesTime: "time",
	expression.GivesItem: "as the items", expression.GivesMean: "as the items", expression.GivesFirst: "as the first argument",
	expression.GivesList: "list", expression.GivesSameMany: "fewer of the same",
}
