package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
)

// Options adjust a page. The zero Options are fine.
type Options struct {
	// Name is what the account is called, apart from its key.
	Name string
	// Rules is the rule set that made the document. It gives the scale, the units,
	// the conditions and what is switched off; nil: the page does without.
	Rules *rules.Set
	// ASCII keeps the page to characters that every terminal has.
	ASCII bool
	// Color paints the page for a terminal.
	Color bool
	// Where adds where in the rules each part is declared.
	Where bool
}

// Page writes how the score of a document came about. The document has to carry
// its full explanation. The error is that of w.
func Page(w io.Writer, doc result.Document, options Options) error {
	p := &page{doc: doc, options: options, glyphs: unicodeGlyphs, card: cardOf(options.Rules, doc)}
	if options.ASCII {
		p.glyphs = asciiGlyphs
	}
	p.title()
	p.score()
	p.measures()
	p.overrides()
	p.notKnown()
	p.takesNoPart()
	p.reasons()
	p.nearest()
	p.foot()
	_, err := io.WriteString(w, p.text.String())
	return err
}

type page struct {
	doc     result.Document
	options Options
	glyphs  glyphs
	card    card
	text    strings.Builder
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(&p.text, format, args...) }

// section begins a part of the page.
func (p *page) section(title string) { p.printf("\n%s\n", p.style(bold, title)) }

// item writes a line of a section.
func (p *page) item(declared, format string, args ...any) {
	p.printf("  %s%s\n", fmt.Sprintf(format, args...), p.where(declared))
}

// where is the place of a declaration, behind a line.
func (p *page) where(declared string) string {
	if !p.options.Where || declared == "" {
		return ""
	}
	return p.style(dim, "  "+declared)
}

func (p *page) title() {
	title := p.style(bold, OneLine(p.doc.Account))
	if p.options.Name != "" {
		title += "  " + OneLine(p.options.Name)
	}
	p.printf("%s\nscorecard %s, segment %s\n", title, p.doc.Scorecard, OneLine(p.doc.Segment))
}

func (p *page) score() {
	p.printf("\n")
	if p.doc.Score.IsMissing() {
		p.printf("No score: %s\n", p.doc.Cause)
	} else {
		p.printf("Score %s%s\n", p.style(bold, p.doc.Score.String()), p.card.scale())
	}
	if p.doc.Band != nil {
		p.printf("Band %s\n", p.paint(*p.doc.Band))
	}
	p.printf("Coverage %s%s\n", percent(p.doc.Coverage), p.coverage())
}

// coverage says what the coverage means for the band.
func (p *page) coverage() string {
	least := p.card.minCoverage()
	if least.IsMissing() || p.doc.Score.IsMissing() || p.doc.Coverage.Cmp(least) >= 0 {
		return ": that much of the weight has data behind it"
	}
	return fmt.Sprintf(": that much of the weight has data behind it; below %s the band is unknown", percent(least))
}

// shownReasons is how many reasons a page has.
const shownReasons = 5

func (p *page) reasons() {
	if len(p.doc.Reasons) == 0 {
		return
	}
	p.section("What cost most, in points of the score")
	var t grid
	for i, r := range p.doc.Reasons {
		if i == shownReasons {
			break
		}
		t.add(r.Measure, r.Lost.Round(p.card.round()).String(), r.Code)
	}
	t.decimals(1)
	for _, line := range t.lines(left, right, left) {
		p.item("", "%s", line)
	}
	if more := len(p.doc.Reasons) - shownReasons; more > 0 {
		p.item("", "and %d more", more)
	}
}

func (p *page) foot() {
	if len(p.doc.Flags) > 0 {
		p.printf("\nFlags: %s\n", strings.Join(p.doc.Flags, ", "))
	}
	p.printf("\n%s\n", p.style(dim, "as of "+p.doc.AsOf+", rules "+p.doc.Rules))
}
