package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// squares is a pipeline that squares 0, 1, 2 and so on, up to n, and adds what it
// takes to taken.
func squares(n, workers int, taken *[]int) *pipeline[int, int] {
	p := &pipeline[int, int]{
		produce: func(_ context.Context, emit func(int) error) error {
			for i := range n {
				if err := emit(i); err != nil {
					return err
				}
			}
			return nil
		},
		take: func(out *int) error {
			*taken = append(*taken, *out)
			return nil
		},
	}
	for range workers {
		p.work = append(p.work, func(_ context.Context, in int, out *int) error {
			if in%3 == 0 {
				runtime.Gosched() // others overtake it
			}
			*out = in * in
			return nil
		})
	}
	return p
}

func TestPipelineKeepsTheOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		for _, n := range []int{0, 1, 2, 1000} {
			var got []int
			if err := squares(n, workers, &got).run(t.Context()); err != nil {
				t.Fatal(err)
			}
			want := make([]int, n)
			for i := range want {
				want[i] = i * i
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d workers, %d pieces: got %v", workers, n, got)
			}
		}
	}
}

// TestPipelineEndsWithAnError: whichever stage fails, what came before is taken,
// what comes after is not, and nobody is left running.
func TestPipelineEndsWithAnError(t *testing.T) {
	broken := errors.New("broken")
	const at = 50
	stages := map[string]func(*pipeline[int, int]){
		"produce": func(p *pipeline[int, int]) {
			p.produce = func(_ context.Context, emit func(int) error) error {
				for i := range at {
					if err := emit(i); err != nil {
						return err
					}
				}
				return broken
			}
		},
		"work": func(p *pipeline[int, int]) {
			for w, work := range p.work {
				p.work[w] = func(ctx context.Context, in int, out *int) error {
					if in >= at {
						return fmt.Errorf("piece %d: %w", in, broken)
					}
					return work(ctx, in, out)
				}
			}
		},
		"take": func(p *pipeline[int, int]) {
			take := p.take
			p.take = func(out *int) error {
				if *out == at*at {
					return broken
				}
				return take(out)
			}
		},
	}
	for name, sabotage := range stages {
		t.Run(name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			var got []int
			p := squares(10_000, 3, &got)
			sabotage(p)
			if err := p.run(t.Context()); !errors.Is(err, broken) {
				t.Errorf("got the error %v", err)
			}
			if len(got) != at {
				t.Errorf("%d pieces were taken, expected %d", len(got), at)
			}
			if n := settledGoroutines(before); n > before {
				t.Errorf("%d goroutines were left behind", n-before)
			}
		})
	}
}

func TestPipelineEndsWithItsContext(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	var got []int
	p := squares(1<<40, 3, &got)
	take := p.take
	p.take = func(out *int) error {
		if *out == 100 {
			cancel()
		}
		return take(out)
	}
	if err := p.run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got the error %v", err)
	}
	if n := settledGoroutines(before); n > before {
		t.Errorf("%d goroutines were left behind", n-before)
	}
}

// TestPipelineIsBounded: a slow taker keeps pieces from piling up.
func TestPipelineIsBounded(t *testing.T) {
	const workers = 2
	var produced, most atomic.Int64
	var got []int
	p := squares(500, workers, &got)
	produce := p.produce
	p.produce = func(ctx context.Context, emit func(int) error) error {
		return produce(ctx, func(in int) error {
			err := emit(in)
			produced.Add(1)
			return err
		})
	}
	take := p.take
	p.take = func(out *int) error {
		most.Store(max(most.Load(), produced.Load()-int64(len(got))))
		return take(out)
	}
	if err := p.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if most.Load() > 2*workers+1 {
		t.Errorf("%d pieces were under way at once", most.Load())
	}
}

// settledGoroutines is how many goroutines run, once those that are about to end
// have ended.
func settledGoroutines(expected int) int {
	for range 100 {
		if runtime.NumGoroutine() <= expected {
			break
		}
		time.Sleep(time.Millisecond)
	}
	return runtime.NumGoroutine()
}
