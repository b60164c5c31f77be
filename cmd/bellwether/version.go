package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of the program, of Go, and the revision it was built from",
		Example: "  bellwether version",
		Args:    exactly(0, "no argument"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.stdout, versionLine())
			return err
		},
	}
}

// versionLine says what is known of this build.
func versionLine() string {
	build, _ := debug.ReadBuildInfo()
	return buildLine(version, build)
}

// buildLine says what is known of a build; build is nil where nothing is.
func buildLine(version string, build *debug.BuildInfo) string {
	line := "bellwether " + version
	if build == nil {
		return line
	}
	line += " " + build.GoVersion
	revision, modified := "", ""
	for _, s := range build.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = " " + s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = " (modified)"
		}
	}
	return line + revision + modified
}
