package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
)

// documentLines writes a document a line: NDJSON.
type documentLines struct {
	out   io.Writer
	level engine.Level
}

func (l *documentLines) write(ctx context.Context, block scored, accounts []int) error {
	return encodeInOrder(ctx, l.out, accounts, func(b []byte, account int) ([]byte, error) {
		return appendAccount(ctx, b, block, account, l.level, "", "\n")
	})
}

func (*documentLines) close(*tally, int) error { return nil }

// documentList writes one JSON object with all documents, a line each.
type documentList struct {
	out         io.Writer
	level       engine.Level
	rules, asOf string
	opened      bool // what stands before the documents was written
	written     bool // a document was
}

// open writes what stands before the documents, with the first of them or at the
// end: a run that fails before leaves nothing behind.
func (l *documentList) open() error {
	if l.opened {
		return nil
	}
	l.opened = true
	_, err := fmt.Fprintf(l.out, "{\"rules\":%q,\"as_of\":%q,\"accounts\":[", l.rules, l.asOf)
	return err
}

func (l *documentList) write(ctx context.Context, block scored, accounts []int) error {
	if err := l.open(); err != nil {
		return err
	}
	for len(accounts) > 0 && !l.written {
		// The first document has no comma before it.
		first, err := appendAccount(ctx, nil, block, accounts[0], l.level, ",\n", "")
		if err != nil {
			return err
		}
		accounts = accounts[1:]
		if len(first) > 0 {
			l.written = true
			if _, err := l.out.Write(first[1:]); err != nil {
				return err
			}
		}
	}
	return encodeInOrder(ctx, l.out, accounts, func(b []byte, account int) ([]byte, error) {
		return appendAccount(ctx, b, block, account, l.level, ",\n", "")
	})
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

// appendAccount appends the documents of one account.
func appendAccount(ctx context.Context, b []byte, block scored, account int, level engine.Level, before, after string) ([]byte, error) {
	documents, err := block.Documents(ctx, account, level)
	if err != nil {
		return b, err
	}
	return appendDocuments(b, documents, before, after)
}

// appendDocuments appends documents as JSON, each between two texts. Characters
// such as < stand as they are: they are common in conditions, and this is no HTML.
func appendDocuments(b []byte, documents []result.Document, before, after string) ([]byte, error) {
	buf := bytes.NewBuffer(b)
	encoder := json.NewEncoder(buf)
	encoder.SetEscapeHTML(false)
	for i := range documents {
		buf.WriteString(before)
		if err := encoder.Encode(&documents[i]); err != nil {
			return nil, err
		}
		buf.Truncate(buf.Len() - 1) // the encoder's line end
		buf.WriteString(after)
	}
	return buf.Bytes(), nil
}
