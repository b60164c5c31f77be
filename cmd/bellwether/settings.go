package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// applySettings gives the flags that were not typed the values they have in the
// environment or in the settings file.
func applySettings(cmd *cobra.Command) error {
	v := viper.New()
	v.SetEnvPrefix("BELLWETHER")
	v.SetEnvKeyReplacer(strings.NewReplacer("-", "_"))
	v.AutomaticEnv()
	if err := v.BindPFlags(cmd.Flags()); err != nil {
		return err
	}
	path := v.GetString("config")
	if path != "" {
		settings, err := readSettings(path, cmd.Root())
		if err != nil {
			return err
		}
		if err := v.MergeConfigMap(settings); err != nil {
			return usagef("%s: %v", path, err)
		}
	}
	var failed error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if failed == nil && !f.Changed && f.Name != "help" && f.Name != "version" && v.IsSet(f.Name) {
			failed = applySetting(cmd.Flags(), f, v, path)
		}
	})
	return failed
}

// setElsewhere marks a flag whose value was not typed.
const setElsewhere = "bellwether_set_elsewhere"

// isTyped tells whether a flag stands on the command line.
func isTyped(flags *pflag.FlagSet, name string) bool {
	f := flags.Lookup(name)
	return f != nil && f.Changed && len(f.Annotations[setElsewhere]) == 0
}

func applySetting(flags *pflag.FlagSet, f *pflag.Flag, v *viper.Viper, file string) error {
	if err := flags.SetAnnotation(f.Name, setElsewhere, []string{"true"}); err != nil {
		return err
	}
	list, isList := f.Value.(pflag.SliceValue)
	if !isList {
		text := settingText(v, f.Name)
		if err := flags.Set(f.Name, text); err != nil {
			return unfit(settingPlace(f.Name, file), text, f, err)
		}
		return nil
	}
	values := v.GetStringSlice(f.Name)
	if text, ok := v.Get(f.Name).(string); ok {
		// A variable holds several values as PATH does; the blanks of one are its own.
		values = filepath.SplitList(text)
	}
	f.Changed = true
	return list.Replace(values)
}

// settingPlace is where the value of a flag that was not typed comes from: a variable,
// or a settings file.
func settingPlace(flag, file string) string {
	variable := "BELLWETHER_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
	if os.Getenv(variable) != "" {
		return variable
	}
	return file + ": setting " + flag
}

// settingsError takes away what the library and the system put around a cause.
func settingsError(path string, err error) error {
	var syntax viper.ConfigParseError
	var file *fs.PathError
	switch {
	case errors.As(err, &syntax):
		err = syntax.Unwrap()
	case errors.As(err, &file):
		err = file.Err
	}
	return usagef("%s: the settings cannot be read: %v", path, err)
}

// readSettings reads a settings file. It serves all commands, so that a key may be
// the name of any flag of any command, and of nothing else.
func readSettings(path string, root *cobra.Command) (map[string]any, error) {
	file := settingsFile()
	file.SetConfigFile(path)
	extension := strings.TrimPrefix(filepath.Ext(path), ".")
	if !slices.Contains([]string{"yaml", "yml", "toml", "json"}, extension) {
		return nil, usagef("%s: a settings file is named .yaml, .toml or .json", path)
	}
	if err := file.ReadInConfig(); err != nil {
		return nil, settingsError(path, err)
	}
	known := settingNames(root)
	keys := file.AllKeys()
	slices.Sort(keys)
	for _, key := range keys {
		if slices.Contains(known, key) {
			continue
		}
		message := fmt.Sprintf("%s: there is no setting %q", path, key)
		if near := spelling.Nearest(key, known); near != "" {
			message += fmt.Sprintf("; did you mean %q?", near)
		}
		return nil, usagef("%s", message)
	}
	return file.AllSettings(), nil
}

// settingNames are the flags of all commands that a settings file can hold.
func settingNames(root *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) {
		if f.Name != "config" && f.Name != "help" && !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	for _, c := range root.Commands() {
		c.Flags().VisitAll(add)
	}
	return names
}
