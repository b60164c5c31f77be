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
	// rest is what was read and not yet taken.
	rest []byte
	err  error
}

type piece struct {
	data []byte
	err  error
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
	read := make(chan piece, 1)
	go func() {
		buf := make([]byte, size)
		n, err := r.from.Read(buf)
		read <- piece{data: buf[:n], err: err}
	}()
	select {
	case <-r.ctx.Done():
		return r.ctx.Err()
	case p := <-read:
		r.rest, r.err = p.data, p.err
		if len(r.rest) == 0 {
			return r.err
		}
		return nil
	}
}
