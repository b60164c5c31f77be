package main

import "github.com/spf13/cobra"

// helpCommand is that of cobra, but a command that is not there is an error.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about any command",
		// Help is there where the settings are wrong, too.
		PersistentPreRun: func(*cobra.Command, []string) {},
		RunE: func(help *cobra.Command, args []string) error {
			cmd, rest, err := help.Root().Find(args)
			if err != nil {
				return err
			}
			if err := knownCommand(cmd, rest); err != nil {
				return err
			}
			cmd.InitDefaultHelpFlag()
			cmd.InitDefaultVersionFlag()
			return cmd.Help()
		},
	}
}
