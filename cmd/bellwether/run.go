package main

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"
)

// program is one run: its streams and its clock.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	// running tells that the command line was understood: what fails from then on
	// is no wrong usage.
	running bool
}

// run is the whole program. It gives the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return p.exit(root.ExecuteContext(ctx))
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "bellwether",
		Short: "Customer-health scoring as code",
		Long: `Bellwether scores the health of customers by rules in YAML files.

Each flag can also be given as an environment variable (BELLWETHER_AS_OF for
--as-of) or in a settings file (as-of: 2026-11-01). A flag goes before a
variable, and that before the file.`,
		// Without Args, cobra takes an unknown command for an argument of the root.
		Args:              knownCommand,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: p.prepare,
		SilenceErrors:     true,
		SilenceUsage:      true,
	}
	root.PersistentFlags().String("config", "", "a settings `FILE` (.yaml, .toml or .json) with flags by name")
	root.SetFlagErrorFunc(flagError)
	root.Flags().Bool("version", false, "print the version") // else cobra adds one that takes -v
	root.Version = versionLine()
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetHelpCommand(helpCommand())
	root.AddCommand(
		p.initCommand(), p.checkCommand(), p.formatCommand(), p.testCommand(), p.schemaCommand(), p.diffCommand(),
		p.scoreCommand(), p.explainCommand(), p.benchCommand(), p.functionsCommand(), p.manCommand(), p.versionCommand(),
	)
	return root
}

// prepare runs when the arguments of a command are known to be good.
func (p *program) prepare(cmd *cobra.Command, _ []string) error {
	if err := applySettings(cmd); err != nil {
		return err
	}
	p.running = true
	return nil
}
