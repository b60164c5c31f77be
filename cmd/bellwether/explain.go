package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/explain"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

const formatText = "text"

// explainFlags are the flags of explain.
type explainFlags struct {
	inputs
	format string
	color  string
	ascii  bool
	where  bool
}

func (p *program) explainCommand() *cobra.Command {
	f := &explainFlags{format: formatText, color: colorAuto}
	cmd := &cobra.Command{
		Use:   "explain ACCOUNT --rules DIR --signals FILE-OR-DIR",
		Short: "Show how the score of one account came about",
		Long: `Explain shows how the score of one account came about: a page a scorecard, or a
JSON document a scorecard.`,
		Example: `  bellwether explain A17 --rules rules --signals signals
  bellwether explain A17 --rules rules --signals signals --as-of 2026-11-01 --scorecard risk --where`,
		Args: exactly(1, "the key of an account"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return p.explain(cmd.Context(), f, args[0])
		},
	}
	f.declare(cmd)
	cmd.ValidArgsFunction = p.completeAccounts(f)
	choose(cmd, &f.format, "format", "a page for people, or the document", formatText, formatJSON)
	choose(cmd, &f.color, "color", "colours on the page", colorAuto, colorAlways, colorNever)
	cmd.Flags().BoolVar(&f.ascii, "ascii", false, "use plain characters for the bars")
	cmd.Flags().BoolVar(&f.where, "where", false, "show where in the rules each part is declared")
	return cmd
}

// explain scores one account in full and prints how.
func (p *program) explain(ctx context.Context, f *explainFlags, key string) error {
	r, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	scorecards, err := f.cards(r)
	if err != nil {
		return err
	}
	s := &search{key: key, console: p.console()}
	reader, err := f.open(ctx, r, p.stdin, files.Options{AsOf: f.instant(p), Report: s.report, Notice: func(string) {}})
	if err != nil {
		return err
	}
	defer reader.Close() // it was only read
	account, peers, err := s.find(ctx, r.program, reader)
	if errors.Is(err, errNotFound) {
		return s.notFound(p.later(ctx, f, r, key))
	}
	if err != nil {
		return err
	}
	documents, err := r.program.Score(ctx, account, engine.Request{Peers: peers, Scorecards: scorecards, Explain: engine.ExplainFull})
	if err != nil {
		return err
	}
	if f.format == formatJSON {
		return p.printDocuments(documents)
	}
	for i, document := range documents {
		if i > 0 {
			fmt.Fprintln(p.stdout)
		}
		err := explain.Page(p.stdout, document, explain.Options{
			Name: nameOf(account, 0), Rules: r.set, ASCII: f.ascii || asciiOnly(),
			Color: inColor(p.stdout, f.color), Where: f.where,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// later looks for an account that the signals have, but not yet as of the date
// asked for, and says so; empty if there is none, or it cannot be known.
func (p *program) later(ctx context.Context, f *explainFlags, r *ruleset, key string) string {
	if r.program.Schema().Root().Time == "" || f.fromStdin() {
		return ""
	}
	end, _ := signals.ParseAsOf("9999-12-31")
	reader, err := f.open(ctx, r, p.stdin, files.Options{AsOf: end})
	if err != nil {
		return "" // what is wrong was told when it was opened first
	}
	defer reader.Close() // it was only read
	var found *signals.Portfolio
	_ = reader.Blocks(ctx, func(block *signals.Portfolio) error {
		for i := range block.Len() {
			if block.Key(i) == key {
				found = signals.One(block, i)
				return errFound
			}
		}
		return nil
	})
	if found == nil {
		return ""
	}
	return fmt.Sprintf("account %s is not there as of %s%s", key, f.instant(p), since(found))
}

// since says what time the first account has. With history it would be that of
// its last row, which says nothing of its first.
func since(p *signals.Portfolio) string {
	root := p.Schema.Root()
	if root.History {
		return ""
	}
	column, c := root.Column(root.Time)
	return fmt.Sprintf(": its %s is %s", root.Time, p.Root.Columns[c].Value(0, column))
}

// printDocuments prints a document a scorecard, indented.
func (p *program) printDocuments(documents []result.Document) error {
	encoder := json.NewEncoder(p.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	for _, d := range documents {
		if err := encoder.Encode(d); err != nil {
			return err
		}
	}
	return nil
}

// asciiOnly tells whether the locale says that the terminal has no more than ASCII.
func asciiOnly() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := os.Getenv(name); locale != "" {
			return locale == "C" || locale == "POSIX"
		}
	}
	return false
}

// search looks for one account in the signals.
type search struct {
	key     string
	console *console
	refused string   // why the row of the account was left out
	seen    []string // the keys that are not the one
}

// report prints the problems of the account; the others do not matter here.
func (s *search) report(problem signals.Problem) {
	if problem.Key != s.key {
		return
	}
	s.console.println(problem.String())
	if problem.Refused {
		s.refused = problem.String()
	}
}

// errNotFound says that the account is not there.
var errNotFound = errors.New("not found")

// errFound ends the reading of accounts when the one was there.
var errFound = errors.New("found")

// find reads accounts until it has the one, or all of them if it has to be compared
// with the others.
func (s *search) find(ctx context.Context, p *engine.Program, reader *files.Reader) (*signals.Portfolio, *engine.Peers, error) {
	var found *signals.Portfolio
	look := func(block *signals.Portfolio) error {
		for i := range block.Len() {
			key := block.Key(i)
			if key == s.key {
				found = signals.One(block, i)
				return errFound
			}
			s.seen = append(s.seen, key)
		}
		return nil
	}
	if !p.NeedsPeers() {
		if err := reader.Blocks(ctx, look); err != nil && !errors.Is(err, errFound) {
			return nil, nil, err
		}
		if found == nil {
			return nil, nil, errNotFound
		}
		return found, nil, nil
	}
	all, err := reader.All(ctx)
	if err != nil {
		return nil, nil, err
	}
	if !errors.Is(look(all), errFound) {
		return nil, nil, errNotFound
	}
	peers, err := p.Peers(ctx, all)
	return found, peers, err
}

// notFound says why the account is not there; later is why as of another date it
// would be, or empty.
func (s *search) notFound(later string) error {
	if s.refused != "" {
		return fmt.Errorf("account %s could not be read", s.key)
	}
	if later != "" {
		return errors.New(later)
	}
	message := fmt.Sprintf("there is no account %q in the signals", s.key)
	if near := spelling.Nearest(s.key, s.seen); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return errors.New(message)
}
