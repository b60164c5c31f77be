package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

func (p *program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages, one a command",
		Long: `Man writes the manual pages into a folder, which is made if it is not there:
bellwether.1, and one for each command.`,
		Example: `  bellwether man man1 && man -l man1/bellwether-score.1
  sudo bellwether man /usr/local/share/man/man1`,
		Args: exactly(1, "the folder to write the pages to"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.man(cmd.Root(), args[0]) },
	}
}

func (p *program) man(root *cobra.Command, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root.DisableAutoGenTag = true // else each page names the day
	for _, cmd := range append(root.Commands(), root) {
		cmd.Flags().VisitAll(nameChoices)
	}
	built := buildTime()
	header := &doc.GenManHeader{Section: "1", Source: "bellwether " + version, Manual: "Bellwether", Date: &built}
	if err := doc.GenManTree(root, header, folder); err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(folder, "bellwether*.1"))
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%d pages in %s\n", len(pages), folder)
	return nil
}

// nameChoices writes the values of a choice into its usage, which is all that a page
// shows of it. Help shows them as its type.
func nameChoices(f *pflag.Flag) {
	if c, ok := f.Value.(*choice); ok {
		f.Usage += ": " + c.expected()
	}
}

// buildTime is when the source of the program was committed, as far as it is known:
// the same program writes the same pages.
func buildTime() time.Time {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if at, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
				return at
			}
		}
	}
	return time.Unix(0, 0).UTC()
}
