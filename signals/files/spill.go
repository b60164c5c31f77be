package files

import (
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

func openSpill() (signals.Spill, error) {
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
