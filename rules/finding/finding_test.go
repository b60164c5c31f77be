package finding_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/finding"
)

func Example() {
	f, _ := finding.Find("edges-order")
	fmt.Print(f.Page(false))
	// Output:
	// edges-order (error)
	// Thresholds do not ascend
	//
	// The edges of `up_to` and `from`, and the knots of `linear`, are written from the lowest to the
	// highest, each once.
	//
	// Wrong
	//
	//     scorecards:
	//       health:
	//         measures:
	//           seats: {up_to: {70: 50, 50: 0, else: 100}}
	//
	// Right
	//
	//     scorecards:
	//       health:
	//         measures:
	//           seats: {up_to: {50: 0, 70: 50, else: 100}}
}

func TestFind(t *testing.T) {
	for _, f := range finding.All() {
		again, ok := finding.Find(f.ID)
		if !ok || again != f {
			t.Errorf("%s is not found as it is listed", f.ID)
		}
	}
	for _, id := range []string{"", "no-such-finding", "../finding", "edges-order.md", "Edges-Order"} {
		if f, ok := finding.Find(id); ok {
			t.Errorf("%q finds %s", id, f.ID)
		}
	}
	if got := finding.Nearest("edges-ordre"); got != "edges-order" {
		t.Errorf("the nearest id is %q", got)
	}
	if got := finding.Nearest("something quite different"); got != "" {
		t.Errorf("the nearest id is %q, expected none", got)
	}
}

func TestAllIsSorted(t *testing.T) {
	all := finding.All()
	if !slices.IsSortedFunc(all, func(a, b finding.Finding) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the findings are not sorted by id")
	}
}

func TestPageInColor(t *testing.T) {
	f, _ := finding.Find("edges-order")
	page := f.Page(true)
	for _, bold := range []string{"edges-order", "Wrong", "Right"} {
		if !strings.Contains(page, "\x1b[1m"+bold+"\x1b[0m") {
			t.Errorf("%s is not bold", bold)
		}
	}
	if plain := regexp.MustCompile(`\x1b\[[01]m`).ReplaceAllString(page, ""); plain != f.Page(false) {
		t.Error("without its colours the page is another")
	}
}

var idForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// TestPagesReadWell holds what all pages have in common.
func TestPagesReadWell(t *testing.T) {
	const widest = 100
	titles := map[string]string{}
	for _, f := range finding.All() {
		if !idForm.MatchString(f.ID) {
			t.Errorf("%s is not an id", f.ID)
		}
		first, _ := utf8.DecodeRuneInString(f.Title)
		switch {
		case strings.HasSuffix(f.Title, "."):
			t.Errorf("%s: the title ends in a full stop", f.ID)
		case first != '`' && strings.ToUpper(string(first)) != string(first):
			t.Errorf("%s: the title begins in lower case", f.ID)
		case titles[f.Title] != "":
			t.Errorf("%s and %s have the same title", f.ID, titles[f.Title])
		}
		titles[f.Title] = f.ID
		for paragraph := range strings.SplitSeq(f.Text, "\n\n") {
			if end := paragraph[len(paragraph)-1:]; !strings.Contains(".?:", end) {
				t.Errorf("%s: a paragraph ends in %q", f.ID, end)
			}
		}
		for line := range strings.Lines(f.Page(false)) {
			if utf8.RuneCountInString(line) > widest+1 || strings.HasSuffix(line, " \n") {
				t.Errorf("%s: a line has more than %d characters, or blanks at its end: %q", f.ID, widest, line)
			}
		}
		if f.Wrong == f.Right {
			t.Errorf("%s: right is as wrong", f.ID)
		}
		if lines := strings.Count(f.Page(false), "\n"); lines > 50 {
			t.Errorf("%s: the page has %d lines", f.ID, lines)
		}
	}
}

// TestIndex holds README.md against the pages.
func TestIndex(t *testing.T) {
	const file, mark = "README.md", "| Id | Severity | What was found |\n|---|---|---|\n"
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(source), mark)
	if !found {
		t.Fatal("README.md has no table of findings")
	}
	var b strings.Builder
	b.WriteString(before + mark)
	for _, f := range finding.All() {
		severity := f.Severity.String()
		if f.Severity == rules.SeverityError {
			severity = "**error**"
		}
		fmt.Fprintf(&b, "| [%s](pages/%s.md) | %s | %s |\n", f.ID, f.ID, severity, f.Title)
	}
	if os.Getenv("BELLWETHER_UPDATE") != "" {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(source), b.String()); diff != "" {
		t.Errorf("README.md (-is +should be; BELLWETHER_UPDATE=1 rewrites it):\n%s", diff)
	}
}
