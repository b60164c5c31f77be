package watch

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/bellwether-cs/bellwether/rules"
)

const (
	defaultQuiet = 100 * time.Millisecond
	defaultPoll  = time.Second
	defaultLimit = 16 << 20 // what a rule set may have, see rules/load

	// patience is the longest wait for quiet, in quiet times. Somebody who
	// never stops writing would put off what others have changed for ever.
	patience = 10
	// pause is the part of the quiet time that passes between two readings: a
	// file that was caught empty in the middle of being saved has grown by then.
	pause = 4
)

// Options are the options of [Watch]. The zero value is fit for a rules folder.
type Options struct {
	// Quiet is how long nothing may have changed before the content counts as
	// being at rest, 100ms by default. Who pauses for longer in the middle of a
	// file is taken to have written all of it.
	Quiet time.Duration
	// Poll is the time between two looks at the content when nothing hints at a
	// change, 1s by default. Changes that the operating system does not tell
	// are found by it.
	Poll time.Duration
	// PollOnly leaves the operating system alone, for file systems of which it
	// is known that they tell no changes.
	PollOnly bool
	// Match tells which of the files in a folder count, by the name that they
	// would have in [Snapshot.Files]; by default those that end in .yaml or
	// .yml, in capitals or not. Names that start with a dot never count, and folders of such names
	// are not entered. A path that is itself a file counts in any case.
	Match func(name string) bool
	// Limit is the number of bytes that all files may have together, 16 MiB by
	// default. More is an error, so that memory is bounded.
	Limit int64
	// NamesOnly is for files too big to hold in memory: Files have no Source
	// then, there is no Limit, and a file that has the same identity, size and
	// time of modification as when it was read is not read again.
	NamesOnly bool
	// Notice is told what the user should know but need not act on, such as
	// that changes will be seen later. It is called by the goroutine of Watch.
	Notice func(string)
}

// Snapshot is the content at rest.
type Snapshot struct {
	// Files are in byte order of their names, none twice. A name is the path as
	// given to [Watch], with what lies below it, in slashes. Whoever gets the
	// snapshot owns it.
	Files []rules.File
	// Digest identifies names and content.
	Digest string
	// Changed are the names that were added, altered or removed since the last
	// snapshot without Err; of the first, all.
	Changed []string
	// Err is a [*rules.Diagnostics] that says why there is no content: a path
	// that does not exist, a file that cannot be read, a folder without files.
	// Nothing but Err is set then.
	Err error
}

// Watch calls changed at once with the content of the paths, each a folder with
// its sub-folders or a file, and then each time that it has changed and come to
// rest. That the content cannot be read is a change too, and so is that it can
// be read again. Symbolic links are followed, and paths are taken to be relative
// to the folder where the process is at the call.
//
// One call ends before the next one begins; what changes in the meantime is in
// the next snapshot. Watch returns the error of changed, or the cause of the
// end of ctx, never nil. Nothing it has started runs on then.
func Watch(ctx context.Context, paths []string, options Options, changed func(Snapshot) error) error {
	return watch(ctx, paths, options, fsnotifySystem, changed)
}

func watch(ctx context.Context, paths []string, options Options, sys system, changed func(Snapshot) error) error {
	if len(paths) == 0 {
		return errors.New("watch: no path is given")
	}
	w := &watcher{options: options.withDefaults(), changed: changed}
	w.hints = newHints(sys, w.options)
	defer w.hints.close()
	w.reader = reader{options: w.options, want: w.hints.want}
	for _, p := range paths {
		r, err := newRoot(p)
		if err != nil {
			return err
		}
		w.reader.roots = append(w.reader.roots, r)
	}
	return w.run(ctx)
}

func (o Options) withDefaults() Options {
	if o.Quiet <= 0 {
		o.Quiet = defaultQuiet
	}
	if o.Poll <= 0 {
		o.Poll = defaultPoll
	}
	if o.Limit <= 0 {
		o.Limit = defaultLimit
	}
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	return o
}

// match tells whether a file that was found in a folder counts.
func (o Options) match(name string) bool {
	if o.Match != nil {
		return o.Match(name)
	}
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// root is a path that is watched.
type root struct {
	path  string // absolute: the process may change its folder
	shown string // as it was given
}

func newRoot(given string) (root, error) {
	if given == "" {
		return root{}, errors.New("watch: a path is empty")
	}
	absolute, err := filepath.Abs(given)
	if err != nil {
		return root{}, err
	}
	return root{path: absolute, shown: path.Clean(filepath.ToSlash(given))}, nil
}
