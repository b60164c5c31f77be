package files

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/bellwether-cs/bellwether/signals"
)

// pipeline reads accounts in three stages: one goroutine cuts the file into pieces,
// several decode these, and the caller takes what they decoded in order.
type pipeline struct {
	*feed
	ctx       context.Context // of the goroutines
	blockSize int
	free      chan piece // not in use
	work      chan *job  // to decode
	order     chan *job  // the same jobs, in the order of the file
	cutting   chan struct{}
	decoding  sync.WaitGroup
	cutError  error // to be read once order is closed
}

// job is a piece to be decoded.
type job struct {
	piece piece
	batch *signals.Batch
	err   error
	done  chan struct{} // closed when it is decoded
}

// inBlocks reads all accounts and calls visit for each block. decoders says how
// many goroutines decode.
func (f *feed) inBlocks(ctx context.Context, decoders, blockSize int, visit func(*signals.Portfolio) error, block func() *signals.Portfolio) (err error) {
	ctx, stop := context.WithCancel(ctx)
	// A piece for each decoder, one to be cut and one to be visited.
	pieces := decoders + 2
	p := &pipeline{
		feed: f, ctx: ctx, blockSize: blockSize,
		free: make(chan piece, pieces), work: make(chan *job, pieces), order: make(chan *job, pieces),
		cutting: make(chan struct{}),
	}
	defer func() { p.end(stop, err) }()
	for range pieces {
		p.free <- f.piece()
	}
	go p.cut()
	for range decoders {
		p.decoding.Add(1)
		go p.decode(f.target.Decoder())
	}
	for j := range p.order {
		select {
		case <-j.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := p.take(j, visit, block); err != nil {
			return err
		}
	}
	if p.cutError != nil {
		return p.cutError
	}
	return ctx.Err()
}

// end stops the goroutines and waits for them. Only one that waits for standard
// input cannot be stopped; it ends when something comes, and touches nothing then.
func (p *pipeline) end(stop context.CancelFunc, err error) {
	stop()
	p.decoding.Wait()
	if err == nil || p.in.closer != nil {
		<-p.cutting
		return
	}
	const patience = 10 * time.Millisecond
	select {
	case <-p.cutting:
	case <-time.After(patience):
	}
}

// cut is the stage that cuts.
func (p *pipeline) cut() {
	defer close(p.cutting)
	defer close(p.work)
	defer close(p.order)
	for {
		var next piece
		select {
		case next = <-p.free:
		case <-p.ctx.Done():
			return
		}
		if err := next.fill(p.blockSize); err != nil {
			if !errors.Is(err, io.EOF) {
				p.cutError = err
			}
			return
		}
		j := &job{piece: next, done: make(chan struct{})}
		// There is room for all pieces.
		p.order <- j
		p.work <- j
	}
}

// decode is the stage that decodes, on one of its goroutines.
func (p *pipeline) decode(d *signals.Decoder) {
	defer p.decoding.Done()
	for {
		select {
		case <-p.ctx.Done():
			return
		case j, ok := <-p.work:
			if !ok {
				return
			}
			j.err = j.piece.each(d)
			j.batch = d.Batch()
			close(j.done)
		}
	}
}

// take hands over what was decoded of a piece.
func (p *pipeline) take(j *job, visit func(*signals.Portfolio) error, block func() *signals.Portfolio) error {
	if err := p.ctx.Err(); err != nil {
		return err
	}
	if j.err != nil {
		return j.err
	}
	accounts, ok, err := p.target.Accept(j.batch)
	if err != nil {
		return err
	}
	if !ok {
		if err := j.piece.each(p.target); err != nil {
			return err
		}
		accounts = block()
	}
	p.release(j.piece)
	if accounts.Len() == 0 {
		return nil
	}
	return visit(accounts)
}

// release makes a piece free to be filled again. One that grew for a long row is
// let go.
func (p *pipeline) release(used piece) {
	if used.size() > 2*mostBytes {
		used = p.piece()
	}
	p.free <- used
}
