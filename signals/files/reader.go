package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync/atomic"

	"github.com/bellwether-cs/bellwether/signals"
)

// DefaultBlockSize is how many accounts a block has by default.
const DefaultBlockSize = 4096

// Options say how files are read. The zero Options are good to use.
type Options struct {
	AsOf      signals.AsOf  // now if zero
	Needs     signals.Needs // everything if nil
	BlockSize int           // the most accounts of a block; DefaultBlockSize if 0
	Decoders  int           // goroutines that decode accounts; one a processor if 0
	Strict    bool          // a row that is left out is an error
	// Format is that of standard input and of files whose names do not tell.
	Format Format
	Report func(signals.Problem) // told each problem; may be nil
	Notice func(string)          // told what is ignored; may be nil
	// Ignored is told, instead of Notice, which files of the inputs look like tables and
	// are not read; nil: Notice is.
	Ignored func(string)
	Stdin   io.Reader // os.Stdin if nil
}

// Reader reads the tables that were opened. Not safe for concurrent use, but for
// Progress. The portfolios that it gives are the receiver's to keep, or to give
// back: see [signals.Portfolio.Release].
type Reader struct {
	schema    *signals.Schema
	builder   *signals.Builder
	accounts  source
	format    Format // of the accounts, once they are open
	absent    []string
	blockSize int
	decoders  int
	stdin     io.Reader
	notice    func(string)
	ignored   func(string)

	passes    int
	closed    bool
	bytesRead atomic.Int64
	size      int64
	// known tells that size is that of all files.
	known bool
}

// Open finds the tables of the schema in inputs, each of which is a folder with
// one file a table, a file with the accounts, TABLE=FILE, or - for standard
// input, and reads the child tables. The errors are those of this package,
// [*signals.RefusedError] if the options are strict, and that of the context.
func Open(ctx context.Context, schema *signals.Schema, inputs []string, options Options) (*Reader, error) {
	r := &Reader{
		schema: schema, blockSize: options.BlockSize, stdin: options.Stdin, notice: options.Notice, known: true,
		builder: signals.NewBuilder(schema, options.AsOf, options.Needs, options.Report),
	}
	if r.blockSize <= 0 {
		r.blockSize = DefaultBlockSize
	}
	if r.decoders = options.Decoders; r.decoders <= 0 {
		r.decoders = runtime.GOMAXPROCS(0)
	}
	if r.stdin == nil {
		r.stdin = os.Stdin
	}
	if r.notice == nil {
		r.notice = func(string) {}
	}
	if r.ignored = options.Ignored; r.ignored == nil {
		r.ignored = r.notice
	}
	r.builder.Strict, r.builder.Notice, r.builder.Spill = options.Strict, r.notice, r.openSpill

	find := &resolver{schema: schema, format: options.Format, notice: r.notice, ignored: r.ignored, found: make(map[string]source)}
	for _, input := range inputs {
		if err := find.resolve(input); err != nil {
			return nil, err
		}
	}
	root := schema.Root().Name
	accounts, ok := find.found[root]
	if !ok {
		return nil, &NoAccountsError{Table: root, Inputs: inputs}
	}
	r.accounts = accounts
	r.measure(find.found)
	for _, t := range schema.Tables[1:] {
		child, ok := find.found[t.Name]
		switch {
		case !r.builder.Reads(t.Name):
		case !ok:
			r.absent = append(r.absent, t.Name)
		default:
			if err := r.feedChild(ctx, t.Name, child); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// feedChild reads a child table. Without the file of its parent no row would find
// its account, so that the table is as one without a file.
func (r *Reader) feedChild(ctx context.Context, table string, from source) error {
	err := r.feedAll(ctx, table, from)
	var lost *signals.NoParentError
	if errors.As(err, &lost) {
		r.ignored(fmt.Sprintf("%s: ignored, because its rows belong to those of %s, which has no file; %s counts as not supplied",
			lost.File, lost.Parent, table))
		return nil
	}
	return err
}

// feedAll reads one file into the builder.
func (r *Reader) feedAll(ctx context.Context, table string, from source) error {
	f, err := r.begin(ctx, table, from)
	if err != nil {
		return err
	}
	defer f.in.close()
	return f.all(ctx)
}

// measure adds up the sizes of what will be read.
func (r *Reader) measure(found map[string]source) {
	for table, s := range found {
		if r.builder.Reads(table) {
			n := size(s.path)
			r.size += n
			r.known = r.known && n > 0
		}
	}
}

// Blocks reads the accounts and calls visit for each block of them, in order.
// A block has the accounts of as
// many lines as Options.BlockSize says, or objects, less those that are left out;
// it is never empty. The blocks share their child tables. An error of visit ends the reading and is
// given back as it is. Blocks can be called again for another pass, unless the
// accounts come from standard input; problems are reported, and rows counted, in
// the first pass only. With history all accounts are held in memory before the
// first block.
func (r *Reader) Blocks(ctx context.Context, visit func(*signals.Portfolio) error) error {
	if r.schema.Root().History {
		all, err := r.All(ctx)
		if err != nil {
			return err
		}
		for from := 0; from < all.Len(); from += r.blockSize {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := visit(signals.Slice(all, from, min(from+r.blockSize, all.Len()))); err != nil {
				return err
			}
		}
		return nil
	}
	return r.pass(ctx, func(f *feed) error {
		return f.inBlocks(ctx, r.decoders, r.blockSize, visit, r.builder.Portfolio)
	})
}

// All reads all accounts into one portfolio. It can be called again as Blocks can.
func (r *Reader) All(ctx context.Context) (all *signals.Portfolio, err error) {
	err = r.pass(ctx, func(f *feed) error {
		if err := f.all(ctx); err != nil {
			return err
		}
		all = r.builder.Portfolio()
		return nil
	})
	return all, err
}

// pass opens the accounts, which read reads once.
func (r *Reader) pass(ctx context.Context, read func(*feed) error) error {
	if r.closed {
		return &FileError{File: r.accounts.path, Err: os.ErrClosed}
	}
	if r.passes > 0 {
		if r.accounts.path == stdin {
			return &ConsumedError{Table: r.schema.Root().Name}
		}
		r.builder.Rewind()
	}
	r.passes++
	f, err := r.begin(ctx, r.schema.Root().Name, r.accounts)
	if err != nil {
		return err
	}
	defer f.in.close()
	defer r.builder.Close() // of the spill nothing is needed any more
	if err := read(f); err != nil {
		return err
	}
	if r.passes == 1 {
		r.noticeOrphans()
	}
	return nil
}

func (r *Reader) noticeOrphans() {
	for _, t := range r.builder.Summary().Tables {
		if t.Orphans > 0 {
			r.notice(t.File + ": " + orphanText(t.Orphans, t.Table))
		}
	}
}

// Absent are the tables that are needed and that nothing can hold: they have no file,
// and the accounts come from CSV, where no rows are nested in them. It is known once
// the accounts have been read.
func (r *Reader) Absent() []string {
	if r.format != CSV {
		return nil
	}
	return r.absent
}

// Summary counts what was read. It is complete once the accounts have been read.
func (r *Reader) Summary() signals.Summary { return r.builder.Summary() }

// Progress tells how many bytes were read, and how many there are to read in one
// pass, 0 if that is not known. Safe for concurrent use with the other methods.
func (r *Reader) Progress() (read, size int64) {
	if !r.known {
		return r.bytesRead.Load(), 0
	}
	return r.bytesRead.Load(), r.size
}

// Close ends the use of the reader; portfolios stay good. Standard input is left
// open.
func (r *Reader) Close() error {
	r.closed = true
	return nil
}

// display is how a file is named to people.
func display(path string) string {
	if path == stdin {
		return "standard input"
	}
	return strings.TrimPrefix(path, "./")
}
