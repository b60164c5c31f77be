package files

import (
	"fmt"
	"os"

	"github.com/bellwether-cs/bellwether/signals"
)

// spill is a temporary file that nobody else sees.
type spill struct {
	*os.File
	// named: the system does not remove files that are open, so that the file still
	// has its name.
	named bool
}

// openSpill says so when there can be none: memory then grows with the accounts.
func (r *Reader) openSpill() (signals.Spill, error) {
	s, err := newSpill()
	if err != nil {
		r.notice(fmt.Sprintf("the keys of all accounts are kept in memory, because no temporary file can be made: %v", err))
		return nil, err
	}
	return s, nil
}

func newSpill() (*spill, error) {
	f, err := os.CreateTemp("", "bellwether-keys-")
	if err != nil {
		return nil, err
	}
	// Without its name the file is gone as soon as it is closed, even by a crash.
	return &spill{File: f, named: os.Remove(f.Name()) != nil}, nil
}

// Close removes the file.
func (s *spill) Close() error {
	err := s.File.Close()
	if s.named {
		if removed := os.Remove(s.Name()); err == nil {
			err = removed
		}
	}
	return err
}
