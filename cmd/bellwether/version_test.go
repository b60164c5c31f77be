package main

import (
	"runtime/debug"
	"testing"
)

func TestVersionLine(t *testing.T) {
	build := &debug.BuildInfo{GoVersion: "go1.26.0", Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123abc"}, {Key: "vcs.modified", Value: "true"},
	}}
	if got, want := versionLine("v1.2.3", build), "bellwether v1.2.3 go1.26.0 0123abc (modified)"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
	if got, want := versionLine("dev", nil), "bellwether dev"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}
