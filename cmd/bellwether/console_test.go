package main

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"
)

// TestStatus shows the status of long work, which makes way for lines and goes.
func TestStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		c := &console{out: &out, terminal: true}
		done := c.follow(func() string { return "half" })
		time.Sleep(longWork - time.Millisecond)
		c.println("line")
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		c.println("another")
		done()
		if want := "line\n\r\x1b[Khalf\r\x1b[Kanother\n"; out.String() != want {
			t.Errorf("%q, expected %q", out.String(), want)
		}
	})
}

// TestNoStatus shows none where there is no terminal.
func TestNoStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		done := (&console{out: &out}).follow(func() string { return "half" })
		time.Sleep(time.Minute)
		done()
		if out.Len() > 0 {
			t.Errorf("%q", out.String())
		}
	})
}
