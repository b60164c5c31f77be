//go:build unix

package main

import (
	"os"
	"syscall"
)

// keepOwner gives a new file the owner and the group that another has.
func keepOwner(created string, was os.FileInfo) error {
	info, err := os.Stat(created)
	if err != nil {
		return err
	}
	now, known := info.Sys().(*syscall.Stat_t)
	before, knownBefore := was.Sys().(*syscall.Stat_t)
	if !known || !knownBefore || now.Uid == before.Uid && now.Gid == before.Gid {
		return nil
	}
	return os.Chown(created, int(before.Uid), int(before.Gid))
}
