package main

import (
	"io"
	"strings"
	"sync"
	"time"
)

// console is standard error: lines, and on a terminal the status of long work,
// which makes way for them. Safe for concurrent use.
type console struct {
	out      io.Writer
	terminal bool

	mu    sync.Mutex
	shown bool // a status stands on the last line
}

func (c *console) println(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
	_, _ = io.WriteString(c.out, strings.TrimRight(line, "\n")+"\n") // there is nowhere else to say that it failed
}

// clear takes the status away. The caller holds the lock.
func (c *console) clear() {
	if c.shown {
		_, _ = io.WriteString(c.out, "\r\x1b[K")
		c.shown = false
	}
}

func (c *console) show(status string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = io.WriteString(c.out, "\r\x1b[K"+status)
	c.shown = true
}

// longWork is how long work takes before its status is shown.
const longWork = 2 * time.Second

// follow shows the status of work on a terminal, once it takes long, until done
// is called.
func (c *console) follow(status func() string) (done func()) {
	if !c.terminal {
		return func() {}
	}
	stop := make(chan struct{})
	var shows sync.WaitGroup
	shows.Go(func() {
		next := time.NewTimer(longWork)
		defer next.Stop()
		for {
			select {
			case <-stop:
				return
			case <-next.C:
				c.show(status())
				next.Reset(200 * time.Millisecond)
			}
		}
	})
	return func() {
		close(stop)
		shows.Wait()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.clear()
	}
}
