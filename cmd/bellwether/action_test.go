package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// action is what action.yml says, as far as it can be run here.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			Name, Run string
			Env       map[string]string
		}
	}
}

// TestAction runs the steps of the GitHub action, as the repository of a user would.
func TestAction(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	home, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	runner := t.TempDir()
	const broken = "language: 1\nsignals: {accounts: {key: id, columns: {id: string, seats: int}}}\nmetrics: {taken: seats / seatz}\n"
	tests := map[string]struct {
		files  map[string]string // beside the example's rules
		inputs map[string]string
		code   int
		says   []string
	}{
		"good": {says: []string{"passed"}},
		"broken": {
			files:  map[string]string{"more/rules.yaml": broken},
			inputs: map[string]string{"rules": "rules\nmore\n"},
			code:   exitRules,
			says:   []string{"::error file=more/rules.yaml,line=3,", "passed"},
		},
		"unformatted": {
			files:  map[string]string{"more/rules.yaml": "language:    1\n"},
			inputs: map[string]string{"rules": "more", "check": "false", "test": "false"},
			code:   exitFailure,
			says:   []string{"::error file=more/rules.yaml::this file is not formatted"},
		},
		"nothing named": {inputs: map[string]string{"rules": " "}, code: exitUsage, says: []string{"::error::the input rules is empty"}},
		"two and sarif": {inputs: map[string]string{"rules": "rules\nmore", "sarif": "found.sarif"}, code: exitUsage},
		"coverage":      {inputs: map[string]string{"min-coverage": "100%"}, code: exitTests},
		"sarif":         {inputs: map[string]string{"sarif": "found.sarif", "test": "false"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.CopyFS(filepath.Join(folder, "rules"), os.DirFS("../../examples/saas/rules")); err != nil {
				t.Fatal(err)
			}
			for file, text := range test.files {
				file = filepath.Join(folder, file)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			output, code := a.run(t, folder, home, runner, test.inputs)
			if code != test.code {
				t.Errorf("exit code %d, expected %d\n%s", code, test.code, output)
			}
			for _, part := range test.says {
				if !strings.Contains(output, part) {
					t.Errorf("it does not say %q:\n%s", part, output)
				}
			}
			if file := test.inputs["sarif"]; file != "" && code == exitGood {
				if text, err := os.ReadFile(filepath.Join(folder, file)); err != nil || !strings.Contains(string(text), `"2.1.0"`) {
					t.Errorf("no SARIF was written: %v", err)
				}
			}
		})
	}
}

var inputOf = regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+) \}\}$`)

// run runs the steps up to the first that fails.
func (a *action) run(t *testing.T, folder, home, runner string, inputs map[string]string) (output string, code int) {
	var all strings.Builder
	for _, step := range a.Runs.Steps {
		if step.Run == "" {
			continue
		}
		shell := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.Run)
		shell.Dir, shell.Stdout, shell.Stderr = folder, &all, &all
		shell.Env = append(os.Environ(), "GITHUB_ACTION_PATH="+home, "RUNNER_TEMP="+runner)
		for variable, from := range step.Env {
			input := inputOf.FindStringSubmatch(from)
			if input == nil {
				t.Fatalf("%s is of no input: %s", variable, from)
			}
			declared, ok := a.Inputs[input[1]]
			if !ok {
				t.Fatalf("%s is of an input that is not declared: %s", variable, from)
			}
			value, given := inputs[input[1]]
			if !given {
				value = declared.Default
			}
			shell.Env = append(shell.Env, variable+"="+value)
		}
		var failed *exec.ExitError
		if err := shell.Run(); errors.As(err, &failed) {
			return all.String(), failed.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return all.String(), 0
}
