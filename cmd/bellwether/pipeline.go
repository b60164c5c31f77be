package main

import (
	"context"
	"sync"
)

// pipeline works on pieces, several at a time, and takes what becomes of them in
// the order in which the pieces came. As many are under way as there are workers,
// twice over: what is held does not grow with the number of pieces.
type pipeline[In, Out any] struct {
	// produce emits the pieces. It ends when emit gives an error.
	produce func(ctx context.Context, emit func(In) error) error
	// work has a function for each worker. It fills an Out, which still holds what
	// an earlier piece left there: memory to be used again.
	work []func(context.Context, In, *Out) error
	// take gets each Out in order, and leaves it behind when it returns.
	take func(*Out) error
}

// slot carries one piece through the pipeline, and then the next.
type slot[In, Out any] struct {
	in   In
	out  Out
	err  error
	done chan struct{}
}

// run ends when all pieces were taken, or with the first error in the order of
// the pieces, or with that of the context. No goroutine outlives it.
func (p *pipeline[In, Out]) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()

	slots := 2*len(p.work) + 1
	free := make(chan *slot[In, Out], slots)
	for range slots {
		free <- &slot[In, Out]{done: make(chan struct{}, 1)}
	}
	// Every slot fits into each channel, so that only taking a free one waits.
	toWork := make(chan *slot[In, Out], slots)
	toTake := make(chan *slot[In, Out], slots)

	var failed error // of produce; to be read once toTake is closed
	running.Go(func() {
		defer close(toTake)
		defer close(toWork)
		failed = p.produce(ctx, func(in In) error {
			if err := ctx.Err(); err != nil {
				return err // though a slot may be free, too
			}
			select {
			case s := <-free:
				s.in = in
				toWork <- s
				toTake <- s
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	for _, work := range p.work {
		running.Go(func() {
			for s := range toWork {
				s.err = work(ctx, s.in, &s.out)
				var nothing In
				s.in = nothing // an idle slot holds no input in memory
				s.done <- struct{}{}
			}
		})
	}
	for s := range toTake {
		<-s.done
		if s.err == nil {
			s.err = p.take(&s.out)
		}
		if s.err != nil {
			return s.err
		}
		free <- s
	}
	return failed
}
