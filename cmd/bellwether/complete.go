package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// What a shell offers is a convenience: where it cannot be found, or not at once,
// nothing is offered, and nothing is said.

// complete gives a flag its completion.
func complete(cmd *cobra.Command, flag string, offer cobra.CompletionFunc) {
	// The only error is a flag that was not declared.
	_ = cmd.RegisterFlagCompletionFunc(flag, offer)
}

// completeFolders offers files and folders.
func completeFolders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// fromRules offers names that stand in the rules of the command line.
func fromRules(names func(*rules.Set) []string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		if applySettings(cmd) != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		path, err := cmd.Flags().GetString("rules")
		if err != nil || path == "" {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		set, err := load.Dir(path)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return beginning(names(set), begun), cobra.ShellCompDirectiveNoFileComp
	}
}

// beginning keeps of what can be offered that which goes on from what was typed.
func beginning(offered []string, begun string) []string {
	return slices.DeleteFunc(offered, func(name string) bool { return !strings.HasPrefix(name, begun) })
}

func scorecardNames(set *rules.Set) []string {
	var names []string
	for _, card := range set.Scorecards {
		names = append(names, card.Name)
	}
	return names
}

// How many accounts are offered, and for how long they are looked for: somebody
// waits at the keyboard.
const (
	offeredAccounts = 100
	offerWithin     = time.Second
)

// completeAccounts offers the keys of accounts in the signals of the command line.
func (p *program) completeAccounts(f *explainFlags) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 || applySettings(cmd) != nil || f.check() != nil || f.fromStdin() {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		// cobra reads the command line twice on its way here.
		slices.Sort(f.signals)
		f.signals = slices.Compact(f.signals)
		set, err := load.Dir(f.rules)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		ctx, stop := context.WithTimeout(cmd.Context(), offerWithin)
		defer stop()
		accounts, _ := f.accountsLike(ctx, set, f.instant(p), begun) // those found in time
		return accounts, cobra.ShellCompDirectiveNoFileComp
	}
}

// accountsLike finds the keys of accounts that begin with a text. Of the signals it
// reads the accounts' keys alone.
func (f *explainFlags) accountsLike(ctx context.Context, set *rules.Set, asOf signals.AsOf, begun string) ([]string, error) {
	schema := set.Signals.Schema
	needs := make(signals.Needs, len(schema.Tables))
	for t, table := range schema.Tables {
		needs[t] = make([]bool, len(table.Columns))
	}
	_, key := schema.Root().Column(schema.Root().Key)
	needs[0][key] = true
	reader, err := files.Open(ctx, schema, f.signals, files.Options{
		AsOf: asOf, Needs: needs, Format: files.Format(f.inputFormat), Report: func(signals.Problem) {}, Notice: func(string) {},
	})
	if err != nil {
		return nil, err
	}
	defer reader.Close() // it was only read
	var found []string
	err = reader.Blocks(ctx, func(block *signals.Portfolio) error {
		for i := range block.Len() {
			if name := block.Key(i); strings.HasPrefix(name, begun) {
				found = append(found, name)
			}
			if len(found) == offeredAccounts {
				return errFound
			}
		}
		return nil
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return found, err
}
