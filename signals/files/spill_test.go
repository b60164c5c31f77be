package files

import (
	"strings"
	"testing"
)

func TestNoSpill(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/none")
	var notices []string
	r := &Reader{notice: func(s string) { notices = append(notices, s) }}
	if s, err := r.openSpill(); err == nil {
		t.Errorf("a spill %v in a folder that is not there", s)
	}
	if len(notices) != 1 || !strings.HasPrefix(notices[0], "the keys of all accounts are kept in memory") {
		t.Errorf("notices: %q", notices)
	}
}
