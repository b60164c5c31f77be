package finding

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

//go:embed pages/*.md
var pages embed.FS

// Finding is the page of one diagnostic id.
type Finding struct {
	ID       string
	Severity rules.Severity
	// Title says in one line what was found. It has no full stop.
	Title string
	// Text says why it matters and how to mend it: paragraphs with an empty line
	// between them.
	Text string
	// Wrong and Right are rule files that show it, or parts of them.
	Wrong, Right string
	// InWords: Wrong and Right are sentences, because what is wrong is not in the
	// text of a rule file.
	InWords bool
}

// All gives every finding, sorted by id.
func All() []Finding {
	entries, err := pages.ReadDir("pages")
	if err != nil {
		panic(err)
	}
	all := make([]Finding, 0, len(entries))
	for _, e := range entries {
		f, _ := Find(strings.TrimSuffix(e.Name(), ".md"))
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Finding) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// Find gives the page of an id; false if there is none.
func Find(id string) (Finding, bool) {
	source, err := pages.ReadFile("pages/" + id + ".md")
	if err != nil {
		return Finding{}, false
	}
	f, err := parse(id, string(source))
	if err != nil {
		panic(fmt.Sprintf("the page %s.md cannot be read: %v", id, err)) // the tests read each page
	}
	return f, true
}

// Nearest is the id that was probably meant; empty if none is near.
func Nearest(id string) string {
	var ids []string
	for _, f := range All() {
		ids = append(ids, f.ID)
	}
	return spelling.Nearest(id, ids)
}
