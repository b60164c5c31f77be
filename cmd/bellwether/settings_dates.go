package main

import (
	"time"

	"github.com/spf13/viper"
	"go.yaml.in/yaml/v4"
)

// settingsFile reads a settings file in which dates and times stay as they were
// written: as-of: 2026-11-01 is the end of that day, and not its first instant.
func settingsFile() *viper.Viper {
	formats := viper.NewCodecRegistry()
	for _, name := range []string{"yaml", "yml"} {
		_ = formats.RegisterCodec(name, datesAsWritten{}) // never fails
	}
	return viper.NewWithOptions(viper.WithCodecRegistry(formats))
}

// datesAsWritten is YAML in which a date is a text. It is a viper.Codec.
type datesAsWritten struct{}

func (datesAsWritten) Encode(settings map[string]any) ([]byte, error) { return yaml.Marshal(settings) }

func (datesAsWritten) Decode(source []byte, settings map[string]any) error {
	var root yaml.Node
	if err := yaml.Unmarshal(source, &root); err != nil {
		return err
	}
	if root.Kind == 0 {
		return nil // an empty file
	}
	unstamp(&root)
	return root.Decode(&settings)
}

// unstamp takes what YAML holds for instants as texts.
func unstamp(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, below := range n.Content {
		unstamp(below)
	}
}

// settingText is a setting as a flag would be typed. TOML has times of its own kind; its
// dates write themselves.
func settingText(v *viper.Viper, name string) string {
	if at, ok := v.Get(name).(time.Time); ok {
		return at.Format(time.RFC3339Nano)
	}
	return v.GetString(name)
}
