package watch

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/bellwether-cs/bellwether/rules"
)

const (
	chunk = 64 << 10
	// granularity is the coarsest time of modification in use, that of FAT: a
	// file that was read later than this after it was modified cannot change
	// without its time of modification changing.
	granularity = 2 * time.Second
)

// known is the content of a file as it was read.
type known struct {
	info  fs.FileInfo
	since time.Time // when the file was first seen with this info
	taken time.Time // when its content was read
	sum   checksum
}

// settled tells whether a file that has this info now has the content that it
// had when it was read.
func (k known) settled(info fs.FileInfo) bool {
	if k.info == nil || !k.unaltered(info) {
		return false
	}
	// Clocks of file servers go wrong, so that the time since the info was first
	// seen is good enough too.
	return k.taken.Sub(info.ModTime()) > granularity || k.taken.Sub(k.since) > granularity
}

func (k known) unaltered(info fs.FileInfo) bool {
	return os.SameFile(k.info, info) && k.info.Size() == info.Size() && k.info.ModTime().Equal(info.ModTime())
}

var errLimit = errors.New("too much")

// file reads a file. It is not ok if that cannot be done, or not within Limit.
func (p *pass) file(t target) (sum checksum, ok bool) {
	var source []byte
	f, err := os.Open(t.path)
	if err == nil {
		defer f.Close()
		sum, source, err = p.content(f, t.name)
	}
	switch {
	case errors.Is(err, errLimit):
		p.report("set-size", t.name, "", "the files have more than %s together", size(p.options.Limit))
		return sum, false
	case err != nil:
		p.unreadable(t.name, err)
		return sum, false
	}
	p.files = append(p.files, rules.File{Name: t.name, Source: source})
	return sum, true
}

func (p *pass) content(f *os.File, name string) (checksum, []byte, error) {
	info, err := f.Stat()
	if err != nil {
		return checksum{}, nil, err
	}
	if !p.options.NamesOnly {
		return p.readAll(f, info.Size())
	}
	now := known{info: info, since: time.Now()}
	before := p.reader.known[name]
	if before.info != nil && before.unaltered(info) {
		now.since = before.since
	}
	if before.settled(info) {
		now.taken, now.sum = before.taken, before.sum
	} else {
		now.taken = time.Now()
		now.sum, _, err = p.readAll(f, 0)
	}
	if err == nil {
		p.known[name] = now
	}
	return now.sum, nil, err
}

// readAll reads a file that probably has size bytes.
func (p *pass) readAll(f *os.File, size int64) (sum checksum, source []byte, err error) {
	if p.buffer == nil {
		p.buffer = make([]byte, chunk)
	}
	if p.keep {
		source = make([]byte, 0, min(size, p.options.Limit))
	}
	digest := sha256.New()
	for p.ctx.Err() == nil {
		n, err := f.Read(p.buffer)
		digest.Write(p.buffer[:n])
		if p.bytes += int64(n); p.bytes > p.options.Limit && !p.options.NamesOnly {
			return sum, nil, errLimit
		}
		if p.keep {
			source = append(source, p.buffer[:n]...)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return sum, nil, err
		}
	}
	return checksum(digest.Sum(nil)), source, nil
}

func size(bytes int64) string {
	if bytes%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	return fmt.Sprintf("%d bytes", bytes)
}
