package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestInterruptibleReadsAll(t *testing.T) {
	text := strings.Repeat("all of it\n", 1000)
	for _, from := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.DataErrReader(strings.NewReader(text))} {
		read, err := io.ReadAll(&interruptible{ctx: t.Context(), from: from})
		if err != nil || string(read) != text {
			t.Errorf("%d bytes, %v", len(read), err)
		}
	}
}

// TestInterruptibleEnds gives up a read that does not return.
func TestInterruptibleEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	from, write := io.Pipe()
	defer write.Close()
	go stop()
	if _, err := io.ReadAll(&interruptible{ctx: ctx, from: from}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
