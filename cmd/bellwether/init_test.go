package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/examples/starters"
)

// TestInitCommandsRun: the commands that init prints work as they are printed, find
// nothing to complain of, and the rules stand in their one form.
func TestInitCommandsRun(t *testing.T) {
	for _, template := range starters.Templates() {
		t.Run(template.Name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			printed := succeeds(t, "init", "acme", "--template", template.Name)
			commands := regexp.MustCompile(`(?m)^  bellwether (.+)$`).FindAllStringSubmatch(printed, -1)
			if len(commands) != 3 {
				t.Fatalf("%d commands are printed:\n%s", len(commands), printed)
			}
			for i, expected := range []string{"^no findings in ", "(?m)^[0-9]+ passed, 0 failed$", "(?m)^as of 2026-11-01, rules sha256:"} {
				output := succeeds(t, strings.Fields(commands[i][1])...)
				if !regexp.MustCompile(expected).MatchString(output) {
					t.Errorf("bellwether %s says\n%s", commands[i][1], output)
				}
			}
			succeeds(t, "fmt", "--fail", "acme/rules")
			succeeds(t, "test", "acme/rules", "--min-coverage", "90%")
			succeeds(t, "check", "acme/rules", "--signals", "acme/signals", "--as-of", "2026-11-01")
		})
	}
}

// succeeds runs the program, which has to have nothing to say on standard error,
// and gives what it prints.
func succeeds(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), args, strings.NewReader(""), &stdout, &stderr); code != exitGood || stderr.Len() > 0 {
		t.Errorf("bellwether %s: exit code %d\n%s%s", strings.Join(args, " "), code, stdout.String(), stderr.String())
	}
	return stdout.String()
}

// TestInitReadme: the commands in a template's README work from where it stands.
func TestInitReadme(t *testing.T) {
	for _, template := range starters.Templates() {
		t.Run(template.Name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			succeeds(t, "init", ".", "--template", template.Name)
			page, err := os.ReadFile("README.md")
			if err != nil {
				t.Fatal(err)
			}
			commands := regexp.MustCompile("(?m)(?:^|`)bellwether ([^`\n]+)").FindAllStringSubmatch(string(page), -1)
			if len(commands) < 6 {
				t.Errorf("the page has %d commands", len(commands))
			}
			for _, command := range commands {
				succeeds(t, strings.Fields(command[1])...)
			}
		})
	}
}

// TestPlantLeavesNothingBehind: what cannot be written whole is not written at all.
func TestPlantLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	// The second file would have to stand in the first.
	torn := []starters.File{{Path: "rules", Content: []byte("x")}, {Path: "rules/health.yaml"}}
	for _, to := range []string{filepath.Join(dir, "new", "folder"), dir} {
		if err := plant(to, torn); err == nil || !strings.Contains(err.Error(), "was not written") {
			t.Errorf("%s: %v", to, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]fs.DirEntry{}, entries); diff != "" {
			t.Errorf("something is left behind: %v", entries)
		}
	}
}

func TestShellQuoted(t *testing.T) {
	for _, c := range []struct{ word, system, want string }{
		{"acme/rules", "linux", "acme/rules"},
		{"my rules", "linux", "'my rules'"},
		{"it's", "linux", `'it'\''s'`},
		{"$HOME/x", "darwin", "'$HOME/x'"},
		{"müller/rules", "linux", "müller/rules"},
		{`acme\rules`, "windows", `acme\rules`},
		{`my rules`, "windows", `"my rules"`},
		{`acme\rules`, "linux", `'acme\rules'`},
	} {
		if got := shellQuoted(c.word, c.system); got != c.want {
			t.Errorf("%q on %s: %s, expected %s", c.word, c.system, got, c.want)
		}
	}
}
