package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/bellwether-cs/bellwether/engine"
)

// documentLines writes a document a line: NDJSON.
type documentLines struct {
	out    io.Writer
	layout documentLayout
}

// documentLayout says what stands in documents, and around them.
type documentLayout struct {
	level         engine.Level
	scorecards    []string
	flags         []string
	rules, asOf   string
	before, after string // each document
}

func (l documentLayout) encoder() encoder {
	if l.level == engine.ExplainNone {
		return newColumnsEncoder(l)
	}
	return newDocumentEncoder(l)
}

func newDocumentLines(out io.Writer, layout documentLayout) *documentLines {
	layout.after = "\n"
	return &documentLines{out: out, layout: layout}
}

func (l *documentLines) encoder() encoder { return l.layout.encoder() }

func (l *documentLines) write(e *encoded) error {
	_, err := l.out.Write(e.text)
	return err
}

func (*documentLines) close(*tally, int) error { return nil }

// documentList writes one JSON object with all documents, a line each.
type documentList struct {
	out     io.Writer
	layout  documentLayout
	opened  bool // what stands before the documents was written
	written bool // a document was
}

func newDocumentList(out io.Writer, layout documentLayout) *documentList {
	layout.before = ",\n"
	return &documentList{out: out, layout: layout}
}

// open writes what stands before the documents, with the first of them or at the
// end: a run that fails before leaves nothing behind.
func (l *documentList) open() error {
	if l.opened {
		return nil
	}
	l.opened = true
	_, err := fmt.Fprintf(l.out, "{\"rules\":%q,\"as_of\":%q,\"accounts\":[", l.layout.rules, l.layout.asOf)
	return err
}

func (l *documentList) encoder() encoder { return l.layout.encoder() }

func (l *documentList) write(e *encoded) error {
	if err := l.open(); err != nil {
		return err
	}
	text := e.text
	if !l.written && len(text) > 0 {
		l.written = true
		text = text[1:] // the first document has no comma before it
	}
	_, err := l.out.Write(text)
	return err
}

func (l *documentList) close(*tally, int) error {
	if err := l.open(); err != nil {
		return err
	}
	end := "]}\n"
	if l.written {
		end = "\n" + end
	}
	_, err := io.WriteString(l.out, end)
	return err
}

// documentEncoder makes JSON of documents, each with as much of an explanation as
// was asked for.
type documentEncoder struct {
	layout documentLayout
	text   textWriter
	json   *json.Encoder // into text
}

func newDocumentEncoder(layout documentLayout) *documentEncoder {
	e := &documentEncoder{layout: layout}
	e.json = json.NewEncoder(&e.text)
	// Characters such as < stand as they are: they are common in conditions, and
	// this is no HTML.
	e.json.SetEscapeHTML(false)
	return e
}

func (e *documentEncoder) encode(ctx context.Context, to *encoded, block scored, accounts []int) error {
	for _, account := range accounts {
		if err := e.append(ctx, to, block, account); err != nil {
			return err
		}
	}
	to.accounts += len(accounts)
	return nil
}

// append appends the documents of one account.
func (e *documentEncoder) append(ctx context.Context, to *encoded, block scored, account int) error {
	documents, err := block.Documents(ctx, account, e.layout.level)
	if err != nil {
		return err
	}
	e.text = to.text
	for i := range documents {
		e.text = append(e.text, e.layout.before...)
		if err := e.json.Encode(&documents[i]); err != nil {
			return err
		}
		e.text = e.text[:len(e.text)-1] // the encoder's line end
		e.text = append(e.text, e.layout.after...)
	}
	to.text, e.text = e.text, nil
	return nil
}

// textWriter appends what is written.
type textWriter []byte

func (t *textWriter) Write(p []byte) (int, error) {
	*t = append(*t, p...)
	return len(p), nil
}
