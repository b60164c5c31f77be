package main

import (
	"context"
	"errors"
	"runtime"
	"time"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// figures are what a run of bench found out.
type figures struct {
	Rules      string `json:"rules"` // their digest
	AsOf       string `json:"as_of"`
	Accounts   int    `json:"accounts"`
	Processors int    `json:"processors"`

	Compile compileFigures `json:"compile"`
	Read    readFigures    `json:"read"`
	Scoring []scoreFigures `json:"scoring"`
	// Parts are those of the rules, slowest first; nil unless there is a profile.
	Parts []partFigures `json:"parts,omitempty"`
}

// sample is how often something was done, and how long that took in all.
type sample struct {
	runs    int
	elapsed time.Duration
}

// each is how long it took once, in nanoseconds.
func (s sample) each() float64 { return float64(s.elapsed.Nanoseconds()) / float64(s.runs) }

// compileFigures tell how long the files of rules take to become a program.
type compileFigures struct {
	NS float64 `json:"ns"`
	sample
}

// readFigures tell how long the signals take to be read.
type readFigures struct {
	Rows           int     `json:"rows"`  // of all tables
	Bytes          int64   `json:"bytes"` // of all files
	NSPerRow       float64 `json:"ns_per_row"`
	BytesPerSecond float64 `json:"bytes_per_second"`
	sample
}

// scoreFigures tell how long one way to score takes.
type scoreFigures struct {
	// Name says which way: batch, batch_one_core or one.
	Name              string  `json:"name"`
	NSPerAccount      float64 `json:"ns_per_account"`
	AccountsPerSecond float64 `json:"accounts_per_second"`
	BytesPerAccount   float64 `json:"bytes_per_account"`
	AllocsPerAccount  float64 `json:"allocs_per_account"`
	sample
}

// partFigures tell how long one part of the rules takes.
type partFigures struct {
	What         string  `json:"what"`
	Place        string  `json:"place"`
	NSPerAccount float64 `json:"ns_per_account"`
	// Share is the part of the time of all parts, 0 to 1.
	Share    float64 `json:"share"`
	accounts int64
}

// bench measures. The parts share the time.
func (p *program) bench(ctx context.Context, f *benchFlags) (*figures, error) {
	out := &figures{AsOf: f.instant(p).String(), Processors: runtime.GOMAXPROCS(0)}
	r, err := out.compile(f)
	if err != nil {
		return nil, err
	}
	console := p.console()
	if w := r.warnings(); w != "" {
		console.println(w)
	}
	scorecards, err := f.cards(r)
	if err != nil {
		return nil, err
	}
	portfolio, err := out.read(ctx, p, f, r, console)
	if err != nil {
		return nil, err
	}
	request := engine.Request{Scorecards: scorecards}
	if r.program.NeedsPeers() {
		if request.Peers, err = r.program.Peers(ctx, portfolio); err != nil {
			return nil, err
		}
	}
	ways := 3
	if f.profile {
		ways++
	}
	share := f.time * 7 / 10 / time.Duration(ways)
	if err := out.score(ctx, r.program, portfolio, request, share); err != nil {
		return nil, err
	}
	if f.profile {
		if err := out.profile(ctx, r.program, portfolio, request, share); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// compile reads and compiles the rules for a tenth of the time, but once at least.
func (out *figures) compile(f *benchFlags) (*ruleset, error) {
	var r *ruleset
	var err error
	s := repeat(f.time/10, func() bool {
		r, err = loadRules(f.rules)
		return err == nil
	})
	if err != nil {
		return nil, err
	}
	out.Rules = r.program.Digest()
	out.Compile = compileFigures{NS: s.each(), sample: s}
	return r, nil
}

// read reads the signals, once into memory, and in blocks as score does for a fifth
// of the time. Standard input cannot be read twice, so that there the first counts.
func (out *figures) read(ctx context.Context, p *program, f *benchFlags, r *ruleset, console *console) (*signals.Portfolio, error) {
	found := newProblems(console)
	pass := func(options files.Options, read func(*files.Reader) error) (*files.Reader, error) {
		options.AsOf = f.instant(p)
		reader, err := f.open(ctx, r, p.stdin, options)
		if err != nil {
			return nil, err
		}
		defer reader.Close() // it was only read
		return reader, read(reader)
	}

	var all *signals.Portfolio
	start := time.Now()
	reader, err := pass(files.Options{Report: found.report, Notice: console.println}, func(reader *files.Reader) (err error) {
		all, err = reader.All(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	s := sample{runs: 1, elapsed: time.Since(start)}
	summary := reader.Summary()
	found.finish(summary)
	if all.Len() == 0 {
		return nil, errors.New("the signals have no account to score")
	}
	if !f.fromStdin() {
		s = repeat(f.time/5, func() bool {
			_, err = pass(files.Options{}, func(reader *files.Reader) error {
				return reader.Blocks(ctx, func(*signals.Portfolio) error { return nil })
			})
			return err == nil
		})
		if err != nil {
			return nil, err
		}
	}
	out.Accounts = all.Len()
	for _, t := range summary.Tables {
		out.Read.Rows += t.Rows
	}
	out.Read.Bytes, _ = reader.Progress()
	out.Read.sample = s
	out.Read.NSPerRow = s.each() / float64(out.Read.Rows)
	out.Read.BytesPerSecond = float64(out.Read.Bytes) / s.each() * 1e9
	return all, nil
}

// mostSingles is how many accounts are scored one at a time, one after the other.
const mostSingles = 1000

// score measures the ways to score, each for a share of the time.
func (out *figures) score(ctx context.Context, p *engine.Program, all *signals.Portfolio, request engine.Request, share time.Duration) error {
	singles := make([]*signals.Portfolio, min(all.Len(), mostSingles))
	for i := range singles {
		singles[i] = signals.One(all, i*(all.Len()/len(singles)))
	}
	ways := []struct {
		name    string
		workers int
		of      []*signals.Portfolio
	}{
		{"batch", 0, []*signals.Portfolio{all}},
		{"batch_one_core", 1, []*signals.Portfolio{all}},
		{"one", 1, singles},
	}
	for _, way := range ways {
		request.Workers = way.workers
		scorer, err := p.Scorer(request)
		if err != nil {
			return err
		}
		accounts := 0
		score := func() bool {
			for _, portfolio := range way.of {
				if _, err = scorer.Score(ctx, portfolio); err != nil {
					return false
				}
				accounts += portfolio.Len()
			}
			return true
		}
		if !score() { // for the first time, which grows its memory
			return err
		}
		accounts = 0
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s := repeat(share, score)
		runtime.ReadMemStats(&after)
		if err != nil {
			return err
		}
		n := float64(accounts)
		out.Scoring = append(out.Scoring, scoreFigures{
			Name:              way.name,
			NSPerAccount:      float64(s.elapsed.Nanoseconds()) / n,
			AccountsPerSecond: n / s.elapsed.Seconds(),
			BytesPerAccount:   float64(after.TotalAlloc-before.TotalAlloc) / n,
			AllocsPerAccount:  float64(after.Mallocs-before.Mallocs) / n,
			sample:            s,
		})
	}
	return nil
}

// profile times the parts of the rules, on one processor.
func (out *figures) profile(ctx context.Context, p *engine.Program, all *signals.Portfolio, request engine.Request, share time.Duration) error {
	request.Workers, request.Profile = 1, true
	scorer, err := p.Scorer(request)
	if err != nil {
		return err
	}
	repeat(share, func() bool {
		_, err = scorer.Score(ctx, all)
		return err == nil
	})
	if err != nil {
		return err
	}
	var total time.Duration
	timings := scorer.Timings()
	for _, t := range timings {
		total += t.Time
	}
	for _, t := range timings {
		part := partFigures{What: t.What, Place: t.Place.String(), accounts: t.Accounts}
		if t.Accounts > 0 {
			part.NSPerAccount = float64(t.Time.Nanoseconds()) / float64(t.Accounts)
		}
		if total > 0 {
			part.Share = t.Time.Seconds() / total.Seconds()
		}
		out.Parts = append(out.Parts, part)
	}
	return nil
}

// repeat does something again and again for about that long, but once at least,
// until it says that it is enough.
func repeat(long time.Duration, do func() (more bool)) sample {
	start := time.Now()
	for s := (sample{}); ; {
		more := do()
		s.runs++
		s.elapsed = time.Since(start)
		if !more || s.elapsed >= long {
			return s
		}
	}
}
