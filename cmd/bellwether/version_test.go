package main

import (
	"runtime/debug"
	"testing"
)

func TestBuildLine(t *testing.T) {
	build := &debug.BuildInfo{GoVersion: "go1.26.0", Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123abc"}, {Key: "vcs.modified", Value: "true"},
	}}
	if got, want := buildLine("v1.2.3", build), "bellwether v1.2.3 go1.26.0 0123abc (modified)"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
	if got, want := buildLine("dev", nil), "bellwether dev"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}
