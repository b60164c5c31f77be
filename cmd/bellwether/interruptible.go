package main

import (
	"context"
	"io"
)

// interruptible reads until its context ends. A read from a terminal cannot be
// called off, so that it is left behind with memory of its own.
type interruptible struct {
	ctx  context.Context
	from io.Reader
	// rest is what was read into memory and not yet taken.
	rest, memory []byte
	err          error
}

type reading struct {
	n   int
	err error
}

func (r *interruptible) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		if err := r.next(len(p)); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func (r *interruptible) next(size int) error {
	if len(r.memory) < size {
		r.memory = make([]byte, size)
	}
	read, memory := make(chan reading, 1), r.memory
	go func() {
		n, err := r.from.Read(memory)
		read <- reading{n: n, err: err}
	}()
	select {
	case <-r.ctx.Done():
		// The memory is that of the read left behind now; no other will come.
		r.err = r.ctx.Err()
		return r.err
	case got := <-read:
		r.rest, r.err = r.memory[:got.n], got.err
		if got.n == 0 {
			return r.err
		}
		return nil
	}
}
