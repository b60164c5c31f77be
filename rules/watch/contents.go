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

// same tells whether a file with this info can be taken to have the content
// that it had.
func (k known) same(info fs.FileInfo) bool {
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

// file reads a file. It is not ok if that cannot be done, or not within Limit.
func (p *pass) file(t target) (sum checksum, ok bool) {
	f, err := os.Open(t.path)
	if err != nil {
		p.unreadable(t.name, err)
		return sum, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		p.unreadable(t.name, err)
		return sum, false
	}
	if p.options.NamesOnly {
		return p.big(t, f, info)
	}
	source, sum, err := p.contents1(f, info.Size())
	switch {
	case errors.Is(err, errLimit):
		p.report("set-size", t.name, "", "the files have more than %s together", size(p.options.Limit))
		return sum, false
	case err != nil:
		p.unreadable(t.name, err)
		return sum, false
	}
	if p.keep {
		p.files = append(p.files, rules.File{Name: t.name, Source: source})
	}
	return sum, true
}
