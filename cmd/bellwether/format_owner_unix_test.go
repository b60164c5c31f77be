//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A file keeps its owner and its group: those of somebody else where we may give files
// away, else one of our groups.
func TestReplaceFileKeepsOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	write(t, path, "before")
	if os.Chown(path, 12345, 12346) != nil {
		groups, err := os.Getgroups()
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range groups {
			if err := os.Chown(path, -1, group); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := stat(t, path)
	if err := replaceFile(path, []byte("after"), keepOwner); err != nil {
		t.Fatal(err)
	}
	was, is := before.Sys().(*syscall.Stat_t), stat(t, path).Sys().(*syscall.Stat_t)
	if was.Uid != is.Uid || was.Gid != is.Gid {
		t.Errorf("owner %d:%d became %d:%d", was.Uid, was.Gid, is.Uid, is.Gid)
	}
	if os.SameFile(before, stat(t, path)) {
		t.Error("it was written over")
	}
}
