package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// block is a ```console block of a page: commands behind "$ " and, below each,
// what it prints. Lines behind "> " go on with the command above.
var block = regexp.MustCompile("(?s)```console\n(.*?)```\n")

// TestReadme runs the commands of the README in a folder that holds the examples
// alone, and compares what they print.
func TestReadme(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the built program many times")
	}
	const page = "../../README.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	folder, programs := t.TempDir(), t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(programs, "bellwether"), ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	if err := os.CopyFS(filepath.Join(folder, "examples"), os.DirFS("../../examples")); err != nil {
		t.Fatal(err)
	}
	blocks := 0
	got := block.ReplaceAllStringFunc(string(text), func(whole string) string {
		blocks++
		return "```console\n" + replay(t, block.FindStringSubmatch(whole)[1], folder, programs) + "```\n"
	})
	if blocks == 0 {
		t.Fatal("the page has no commands")
	}
	if os.Getenv("BELLWETHER_UPDATE") != "" {
		if err := os.WriteFile(page, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(text), got); diff != "" {
		t.Errorf("the commands print otherwise than the page says (-page +now):\n%s", diff)
	}
}

// replay runs the commands of a block and gives the block as it should read.
func replay(t *testing.T, text, folder, programs string) string {
	var out strings.Builder
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); {
		if !strings.HasPrefix(lines[i], "$ ") {
			i++ // what the command before printed when the page was written
			continue
		}
		command := strings.TrimPrefix(lines[i], "$ ")
		out.WriteString(lines[i])
		for i++; i < len(lines) && strings.HasPrefix(lines[i], "> "); i++ {
			command += strings.TrimPrefix(lines[i], "> ")
			out.WriteString(lines[i])
		}
		shell := exec.Command("bash", "-c", strings.ReplaceAll(command, "go run ./cmd/bellwether", "bellwether"))
		shell.Dir = folder
		shell.Env = append(os.Environ(), "PATH="+programs+":"+os.Getenv("PATH"), "NO_COLOR=1", "COLUMNS=120")
		printed, err := shell.CombinedOutput()
		if err != nil && shell.ProcessState == nil {
			t.Fatalf("%s: %v", command, err)
		}
		out.Write(printed)
	}
	return out.String()
}

// TestReadmeGo: the lines of Go on the page are those of an example that runs.
func TestReadmeGo(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("../../engine/example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "```go\n")
	if !ok {
		t.Fatal("the page has no Go")
	}
	code, _, _ := strings.Cut(rest, "```")
	for line := range strings.Lines(code) {
		if !strings.Contains(string(source), strings.TrimSpace(line)) {
			t.Errorf("no example has the line %s", strings.TrimSpace(line))
		}
	}
}
