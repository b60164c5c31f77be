package main

import (
	"github.com/spf13/cobra"

	"github.com/bellwether-cs/bellwether/rules/jsonschema"
)

func (p *program) schemaCommand() *cobra.Command {
	var tests bool
	var out string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the rule language, for editors",
		Long: `Print the JSON Schema (draft-07) of the rule language. Editors that know it
complete keys, show what they mean, and mark mistakes while you type.

VS Code with the YAML extension, and other editors with yaml-language-server,
find it by a comment at the top of a file; init writes one into each file:

  # yaml-language-server: $schema=../.bellwether/rules.schema.json

A schema looks at one file at a time. bellwether check looks at all of them, and
finds more.`,
		Example: `  bellwether schema --out .bellwether/rules.schema.json
  bellwether schema --tests --out .bellwether/tests.schema.json`,
		Args: exactly(0, "no argument"),
		RunE: func(*cobra.Command, []string) error {
			document := jsonschema.Rules()
			if tests {
				document = jsonschema.Tests()
			}
			return p.writeOut(out, document)
		},
	}
	cmd.Flags().BoolVar(&tests, "tests", false, "the schema of test files (*_test.yaml) instead")
	cmd.Flags().StringVar(&out, "out", "", "write to this `FILE`, whole or not at all")
	return cmd
}

// writeOut writes a whole document to a file, or to standard output for - or no
// name.
func (p *program) writeOut(path string, document []byte) error {
	if path == "-" {
		path = ""
	}
	d, err := openDestination(path, p.stdout)
	if err != nil {
		return err
	}
	defer d.discard()
	if _, err := d.Write(document); err != nil {
		return err
	}
	return d.commit()
}
