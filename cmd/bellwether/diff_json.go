package main

import (
	"bytes"
	"encoding/json"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/diff"
)

// diffDocument is what changed between two rule sets, as JSON.
type diffDocument struct {
	A           diffSide     `json:"a"`
	B           diffSide     `json:"b"`
	SameMeaning bool         `json:"same_meaning"`
	Changes     []diffChange `json:"changes"`
}

type diffSide struct {
	Path   string `json:"path"`
	Digest string `json:"digest"`
}

type diffChange struct {
	Kind      string     `json:"kind"`
	WordsOnly bool       `json:"words_only"`
	Group     string     `json:"group"`
	Path      string     `json:"path"`
	Was       *string    `json:"was"`
	Now       *string    `json:"now"`
	A         *diffPlace `json:"a"`
	B         *diffPlace `json:"b"`
	Sentence  string     `json:"sentence"`
}

type diffPlace struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func diffJSON(d *diff.Diff, before, after string) (string, error) {
	doc := diffDocument{
		A: diffSide{before, d.A}, B: diffSide{after, d.B}, SameMeaning: d.SameMeaning(), Changes: []diffChange{},
	}
	for _, c := range d.Changes {
		doc.Changes = append(doc.Changes, diffChange{
			Kind: c.Kind.String(), WordsOnly: c.WordsOnly, Group: c.Group, Path: c.Path,
			Was: textOrNull(c.Was), Now: textOrNull(c.Now), A: placeOrNull(c.A), B: placeOrNull(c.B), Sentence: c.Sentence(),
		})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(doc)
	return b.String(), err
}

func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func placeOrNull(p rules.Place) *diffPlace {
	if p.IsZero() {
		return nil
	}
	return &diffPlace{p.File, p.Line, p.Column}
}
