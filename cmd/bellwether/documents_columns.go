package main

import (
	"bytes"
	"context"
	"encoding/json"
	"unicode/utf8"
)

// columnsEncoder makes documents without explanations straight from the columns of
// results, as [documentEncoder] would make them of [result.Document].
type columnsEncoder struct {
	layout documentLayout
	cards  []documentCard
	flags  []string // as JSON
	end    string   // what stands behind the flags
	// whole makes the documents of accounts without a score, which say why.
	whole *documentEncoder
}

// documentCard holds the spellings of one scorecard's values.
type documentCard struct {
	segments spelledTexts // with the scorecard before
	score    spelledNumbers
	band     spelledTexts
	coverage spelledNumbers
}

func newColumnsEncoder(layout documentLayout) *columnsEncoder {
	e := &columnsEncoder{layout: layout, cards: make([]documentCard, len(layout.scorecards)), whole: newDocumentEncoder(layout)}
	for i, name := range layout.scorecards {
		c := &e.cards[i]
		c.segments = spelledTexts{
			before: `,"scorecard":` + string(appendJSONText(nil, name)) + `,"segment":`, after: `,"score":`, spell: appendJSONText,
		}
		c.score = spelledNumbers{after: `,"band":`, missing: "null", remember: manyNumbers}
		c.band = spelledTexts{after: `,"coverage":`, spell: appendJSONBand}
		c.coverage = spelledNumbers{after: `,"flags":[`, missing: "null", remember: manyNumbers}
	}
	for _, flag := range layout.flags {
		e.flags = append(e.flags, string(appendJSONText(nil, flag)))
	}
	e.end = `],"rules":` + string(appendJSONText(nil, layout.rules)) + `,"as_of":` + string(appendJSONText(nil, layout.asOf)) + "}"
	return e
}

func (e *columnsEncoder) encode(ctx context.Context, to *encoded, block scored, accounts []int) error {
	keys := keysOf(block.portfolio)
	for i := range e.cards {
		c, columns := &e.cards[i], &block.Scorecards[i]
		c.segments.learn(&block.Segments)
		c.score.learn(&columns.Score)
		c.band.learn(&columns.Band)
		c.coverage.learn(&columns.Coverage)
	}
	for _, account := range accounts {
		if block.lacksScore(account) {
			if err := e.whole.append(ctx, to, block, account); err != nil {
				return err
			}
			continue
		}
		b := to.text
		for i := range e.cards {
			c, columns := &e.cards[i], &block.Scorecards[i]
			b = append(b, e.layout.before...)
			b = append(b, `{"account":`...)
			b = appendJSONText(b, keys.text(account))
			b = c.segments.append(b, &block.Segments, account)
			b = c.score.append(b, &columns.Score, account)
			b = c.band.append(b, &columns.Band, account)
			b = c.coverage.append(b, &columns.Coverage, account)
			b = e.appendFlags(b, block, account)
			b = append(b, e.end...)
			b = append(b, e.layout.after...)
		}
		to.text = b
	}
	to.accounts += len(accounts)
	return nil
}

// lacksScore tells whether a scorecard has no score for an account.
func (b scored) lacksScore(account int) bool {
	for i := range b.Scorecards {
		if b.Scorecards[i].Exact.IsMissing(account) {
			return true
		}
	}
	return false
}

func (e *columnsEncoder) appendFlags(b []byte, block scored, account int) []byte {
	first := true
	for f, flag := range e.flags {
		if !block.Flags[f].Holds[account] {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		b, first = append(b, flag...), false
	}
	return b
}

// appendJSONBand appends a band: null where the scorecard has none.
func appendJSONBand(b []byte, band string) []byte {
	if band == "" {
		return append(b, "null"...)
	}
	return appendJSONText(b, band)
}

// appendJSONText appends a text as encoding/json does, but for the characters that
// only matter in HTML.
func appendJSONText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			return appendEscaped(b, text)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

func appendEscaped(b []byte, text string) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string can always be encoded
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}
