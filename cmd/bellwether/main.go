package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// version is set when a release is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second interrupt ends the program at once
		time.Sleep(graceful)
		fmt.Fprintln(os.Stderr, "bellwether: interrupted")
		os.Exit(exitFailure)
	})
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// graceful is how long a run may take to end once it was interrupted. What cannot
// be called off, such as opening a pipe that nobody writes to, ends with the
// program.
const graceful = 2 * time.Second
