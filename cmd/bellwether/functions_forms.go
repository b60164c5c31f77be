package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules/expression"
	"github.com/bellwether-cs/bellwether/signals"
)

// functionForm is one form of a function's arguments, with types in words.
type functionForm struct {
	Name   string          `json:"-"`
	Params []functionParam `json:"params"`
	Gives  string          `json:"gives"`
}

type functionParam struct {
	Name     string `json:"name"`
	Takes    string `json:"takes"`
	EachRow  bool   `json:"each_row,omitempty"` // it is computed for each row
	Optional bool   `json:"optional,omitempty"`
	Repeated bool   `json:"repeated,omitempty"`
}

func formOf(name string, o *expression.Overload) functionForm {
	form := functionForm{Name: name, Gives: givesInWords[o.Result]}
	if o.Result == expression.GivesSameMany {
		form.Gives = takes(o.Params[0]) // fewer of them
	}
	for i, p := range o.Params {
		form.Params = append(form.Params, functionParam{
			Name: p.Name, Takes: takes(p), Optional: p.Optional,
			EachRow:  p.Is == expression.PerRow || p.Is == expression.Condition,
			Repeated: o.Variadic && i == len(o.Params)-1,
		})
	}
	return form
}

// takes says in words what an argument may be.
func takes(p expression.Param) string {
	switch p.Is {
	case expression.Collection:
		return "rows or list"
	case expression.TableRows:
		return "rows"
	case expression.Condition:
		return "yes or no"
	case expression.Duration:
		return `duration like "30d"`
	case expression.HoursOfDay:
		return `hours like "09:00-17:00"`
	case expression.Word:
		words := make([]string, len(p.Words))
		for i, w := range p.Words {
			words[i] = strconv.Quote(w)
		}
		return oneOf(words)
	case expression.Name:
		return "column or metric of " + kindsInWords(p.Kinds)
	}
	return kindsInWords(p.Kinds)
}

func kindsInWords(k expression.Kinds) string {
	if k == expression.AnyScalar {
		return "any value"
	}
	var words []string
	switch {
	case k.Has(signals.Number):
		words = append(words, "number")
	case k.Has(signals.Int):
		words = append(words, "whole number")
	}
	for _, kind := range []struct {
		kind signals.Kind
		word string
	}{{signals.Money, "money"}, {signals.String, "text"}, {signals.Bool, "yes or no"}, {signals.Date, "date"}} {
		if k.Has(kind.kind) {
			words = append(words, kind.word)
		}
	}
	return oneOf(words)
}

// oneOf lists words: a, b or c.
func oneOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

var givesInWords = map[expression.Result]string{
	expression.GivesInt: "whole number", expression.GivesNumber: "number", expression.GivesBool: "yes or no",
	expression.GivesText: "text", expression.GivesDate: "date", expression.GivesTime: "time",
	expression.GivesItem: "like the items", expression.GivesMean: "number or money, like the items", expression.GivesFirst: "like the first argument",
	expression.GivesList: "list",
}

// String is the form as people read it: sum(rows: rows or list, [item: number or
// money]) -> like the items.
func (f functionForm) String() string {
	params := make([]string, len(f.Params))
	for i, p := range f.Params {
		params[i] = p.Name
		if p.Takes != p.Name {
			params[i] += ": " + p.Takes
		}
		if p.Repeated {
			params[i] += " ..."
		}
		if p.Optional {
			params[i] = "[" + params[i] + "]"
		}
	}
	return fmt.Sprintf("%s(%s) -> %s", f.Name, strings.Join(params, ", "), f.Gives)
}

// writeFunctions prints all about each entry; alone, without headings.
func writeFunctions(w io.Writer, entries []functionEntry, alone bool) error {
	var b strings.Builder
	indent := "  "
	if alone {
		indent = ""
	}
	for i, e := range entries {
		if i > 0 {
			b.WriteByte('\n')
		}
		if !alone && (i == 0 || e.Topic != entries[i-1].Topic) {
			fmt.Fprintf(&b, "%s\n\n", strings.ToUpper(e.Topic))
		}
		for _, form := range e.Forms {
			fmt.Fprintf(&b, "%s%s\n", indent, form)
		}
		if e.Forms == nil {
			fmt.Fprintf(&b, "%s%s\n", indent, strings.Join(e.Names, "  "))
		}
		fmt.Fprintf(&b, "%s  %s\n", indent, e.Does)
		for _, line := range e.details() {
			fmt.Fprintf(&b, "%s  %-8s %s\n", indent, line[0], line[1])
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// details are what is said of an entry beside what it does, with headings.
func (e *functionEntry) details() [][2]string {
	var lines [][2]string
	if e.Missing != "" {
		lines = append(lines, [2]string{"missing", e.Missing})
	}
	if e.Formula != "" {
		lines = append(lines, [2]string{"formula", e.Formula})
	}
	if e.Example != nil {
		lines = append(lines, [2]string{"example", e.Example.Expression + " gives " + e.Example.Gives})
	}
	if e.Declared != nil {
		lines = append(lines, [2]string{"declared", fmt.Sprintf("%s:%d", e.Declared.File, e.Declared.Line)})
	}
	return lines
}

func writeFunctionsJSON(w io.Writer, entries []functionEntry) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(struct {
		Functions []functionEntry `json:"functions"`
	}{entries})
}
