package signals

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/bellwether-cs/bellwether/signals/exact"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// label names the column as a person finds it in the rules and in the file.
func (c *columnBuilder) label() string {
	if c.decl.Source == c.decl.Name || c.decl.Source == "" {
		return c.decl.Name
	}
	return fmt.Sprintf("%s (column %q)", c.decl.Name, c.decl.Source)
}

// unreadable takes a cell outside the column's declaration as missing, and
// refuses the row unless the column is optional.
func (c *columnBuilder) unreadable(text []byte, reason string) *fault {
	found := c.label()
	if text != nil {
		found += " " + quote(text)
	}
	return c.unreadableAs(found + " " + reason)
}

// unreadableBy is unreadable for a reason that quotes the text itself.
func (c *columnBuilder) unreadableBy(err error) *fault {
	return c.unreadableAs(c.label() + " " + err.Error())
}

func (c *columnBuilder) unreadableAs(message string) *fault {
	c.appendMissing(Unreadable)
	return &fault{refuse: !c.decl.Optional, message: message}
}

// notAmong lists what one_of allows; where a text is likely to be misspelled, it
// names the nearest.
func (c *columnBuilder) notAmong(text string) string {
	const most = 12
	allowed := c.decl.OneOf
	list := strings.Join(allowed[:min(len(allowed), most)], ", ")
	if len(allowed) > most {
		list += ", ..."
	}
	reason := "is not one of " + list
	if near := spelling.Nearest(text, allowed); near != "" {
		reason += fmt.Sprintf("; did you mean %q?", near)
	}
	return reason
}

// shown is a number as it is quoted in messages.
func shown(n exact.Num) []byte {
	if n.IsMissing() {
		return nil
	}
	return n.AppendDecimal(nil, 30)
}

var formNames = [...]string{
	stringForm: "a string", numberForm: "a number", boolForm: "a bool",
	instantForm: "a time", exactForm: "a number", nestedForm: "a list or an object",
	foreignForm: "no value that a cell can hold",
}

var kindExpected = [...]string{
	String: "a string", Int: "a whole number", Number: "a number", Money: "an amount",
	Bool: "true or false", Date: "a date like 2026-11-01", Time: "a time like 2026-11-01T09:30:00Z",
}

func mismatch(form cellForm, kind Kind) string {
	return fmt.Sprintf("is %s; expected %s", formNames[form], kindExpected[kind])
}

// neitherFlag says what a bool is written as, to who wrote it in capitals.
func neitherFlag(text []byte) string {
	for _, flag := range []string{"true", "false"} {
		if strings.EqualFold(string(text), flag) {
			return "is neither true nor false: write " + flag + " in small letters"
		}
	}
	return "is neither true nor false"
}

// numberError explains the spellings of numbers that people often use and that
// are not read.
func numberError(text []byte, kind Kind, err error) error {
	hint := ""
	switch {
	case isGrouped(text):
		hint = "thousands separators are not read"
	case bytes.Count(text, []byte(",")) == 1:
		hint = "decimals are written with a point"
	case bytes.ContainsRune(text, '%'):
		hint = "leave out the percent sign"
	case bytes.ContainsAny(text, "$€£¥"):
		hint = "leave out the currency sign"
	default:
		var parse *exact.ParseError
		if errors.As(err, &parse) {
			hint = parse.Reason
		}
	}
	return fmt.Errorf("%s is not %s: %s", quote(text), kindExpected[kind], hint)
}

// isGrouped tells whether text looks like 1,000 or 1 000 000.00: groups of three
// digits after the first.
func isGrouped(text []byte) bool {
	text = bytes.TrimLeft(text, "+-$€£¥")
	whole, _, _ := bytes.Cut(text, []byte("."))
	for _, separator := range []string{",", " ", "'", "_", "\u00a0", "\u202f"} {
		groups := bytes.Split(whole, []byte(separator))
		if len(groups) < 2 || len(groups[0]) > 3 || len(groups[0]) == 0 {
			continue
		}
		grouped := true
		for _, g := range groups[1:] {
			grouped = grouped && len(g) == 3 && isDigit(g[0])
		}
		if grouped {
			return true
		}
	}
	return false
}
