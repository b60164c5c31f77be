package load

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Decimals that the numbers of rules may have.
const (
	pointDecimals  = 9 // of points, knots, edges and all else
	weightDecimals = 6
)

// decimalNumber matches numbers as the rule language writes them.
var decimalNumber = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$`)

// bound is what the absolute value of each number must stay below.
var bound = mustParse("1000000000000000")

func mustParse(text string) exact.Num {
	n, err := exact.Parse(text)
	if err != nil {
		panic(err)
	}
	return n
}

// number reads a number below 10^15 with at most that many decimals.
func (l *loader) number(v value, what string, decimals int) (rules.Literal, bool) {
	if !l.present(v, what) {
		return rules.Literal{}, false
	}
	if !v.isScalar() {
		l.wrongShape(v, what, "a number", "")
		return rules.Literal{}, false
	}
	text := v.node.Value
	n, ok := parseNumber(text)
	switch {
	case !ok:
		l.report("number", v.place(), numberHint(text), "%s is a number, not %s", what, quoted(text))
	case tooLarge(n):
		l.report("number-range", v.place(), "", "%s must be below 10^15", what)
	case !n.Equal(n.Round(decimals)):
		l.report("number-decimals", v.place(), "write "+n.Round(decimals).String(), "%s has at most %d decimals", what, decimals)
	default:
		return rules.Literal{Value: n, Place: v.place()}, true
	}
	return rules.Literal{}, false
}

func parseNumber(text string) (exact.Num, bool) {
	if !decimalNumber.MatchString(text) {
		return exact.Num{}, false
	}
	n, err := exact.Parse(text)
	return n, err == nil
}

func tooLarge(n exact.Num) bool { return n.Cmp(bound) >= 0 || n.Neg().Cmp(bound) >= 0 }

var (
	withThousands = regexp.MustCompile(`^[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$`)
	withComma     = regexp.MustCompile(`^[-+]?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]+$`)
	joinedColon   = regexp.MustCompile(`^([^\s:]+):([^\s:/].*)$`)
)

// numberHint says how a text that was meant as a number is written.
func numberHint(text string) string {
	if len(text) < 40 {
		switch plain := strings.TrimPrefix(text, "+"); {
		case withThousands.MatchString(text):
			return "write " + strings.ReplaceAll(plain, ",", "") + ": thousands separators are not written"
		case withComma.MatchString(text):
			return "write " + strings.ReplaceAll(strings.ReplaceAll(plain, ".", ""), ",", ".") + ": decimals are written with a point"
		}
	}
	stripped := strings.NewReplacer(",", "", "_", "", " ", "", "'", "", "%", "", "$", "", "€", "", "£", "").Replace(text)
	stripped = strings.TrimPrefix(stripped, "+")
	if strings.HasPrefix(stripped, ".") || strings.HasPrefix(stripped, "-.") {
		stripped = strings.Replace(stripped, ".", "0.", 1)
	}
	stripped = strings.TrimSuffix(stripped, ".")
	if stripped != text && len(stripped) < 40 && decimalNumber.MatchString(stripped) {
		return "write " + stripped
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && strings.ContainsAny(text, "eE") && f < 1e15 && f > 1e-9 {
		return "write " + strconv.FormatFloat(f, 'f', -1, 64)
	}
	return "numbers are written like 7, 0.5 or -1200"
}

// whole reads a whole number between two bounds.
func (l *loader) whole(v value, what string, least, most int) (int, bool) {
	n, ok := l.number(v, what, pointDecimals)
	if !ok {
		return 0, false
	}
	i, whole := n.Value.Int64()
	if !whole || i < int64(least) || i > int64(most) {
		l.report("number-range", v.place(), "", "%s is a whole number from %d to %d, not %s", what, least, most, n.Value)
		return 0, false
	}
	return int(i), true
}

// fraction reads 50% or 0.5.
func (l *loader) fraction(v value, what string) (rules.Literal, bool) {
	if v.isScalar() {
		if percent, ok := strings.CutSuffix(v.node.Value, "%"); ok {
			if n, ok := parseNumber(strings.TrimSpace(percent)); ok {
				return l.fractionInRange(rules.Literal{Value: n.Quo(exact.Int(100)), Place: v.place()}, what, v.node.Value)
			}
		}
	}
	n, ok := l.number(v, what, pointDecimals)
	if !ok {
		return rules.Literal{}, false
	}
	return l.fractionInRange(n, what, v.node.Value)
}

func (l *loader) fractionInRange(n rules.Literal, what, text string) (rules.Literal, bool) {
	if n.Value.Sign() >= 0 && n.Value.Cmp(exact.Int(1)) <= 0 {
		return n, true
	}
	hint := ""
	if !strings.HasSuffix(text, "%") && n.Value.Sign() > 0 && n.Value.Cmp(exact.Int(100)) <= 0 {
		hint = "did you mean " + text + "%?"
	}
	l.report("number-range", n.Place, hint, "%s lies between 0%% and 100%% (or 0 and 1), not %s", what, quoted(text))
	return rules.Literal{}, false
}

var (
	beforeComma = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)$`)
	behindComma = regexp.MustCompile(`^[0-9]+$`)
)

// tornNumber finds a number that the comma of {} has torn: for YAML, `{weight: 1,5}` has
// a key 5 without a value, and `{1,5: 10}` a key 1 without one. It gives the index of
// the last entry that belongs to it.
func (s *structure) tornNumber(content []*yaml.Node, i int) int {
	if i+3 >= len(content) {
		return i
	}
	key, v, piece, behind := content[i], content[i+1], content[i+2], content[i+3]
	first := v
	switch {
	case isPlain(v) && !isNull(v) && isNull(behind): // weight: 1,5
	case isPlain(key) && isNull(v): // 1,5: 10
		first = key
	default:
		return i
	}
	if !isPlain(piece) || !beforeComma.MatchString(first.Value) || !behindComma.MatchString(piece.Value) || !s.src.touching(first, piece) {
		return i
	}
	if first == key {
		s.bad[v] = true
	}
	s.refuse(first, "yaml-flow", numberHint(first.Value+","+piece.Value), "within { } a comma ends a value: the number is cut off here")
	return i + 2
}

// joined finds an entry of {} whose colon has no blank behind it, which is for YAML a
// name without a value.
func (s *structure) joined(key, v *yaml.Node) bool {
	if !isPlain(key) || !isNull(v) || v.Value != "" {
		return false
	}
	parts := joinedColon.FindStringSubmatch(key.Value)
	if parts == nil {
		return false
	}
	hint, rest := "", strings.TrimLeftFunc(parts[2], unicode.IsSpace)
	if rest != parts[2] {
		hint = "; the one that stands there is another character, like a no-break space"
	}
	s.refuse(key, "yaml-flow", "write "+clip(parts[1])+": "+clip(rest)+hint, "a blank must follow the colon")
	return true
}

// touching tells whether nothing but a comma stands between two plain values.
func (s *source) touching(a, b *yaml.Node) bool {
	return a.Line == b.Line && b.Column == a.Column+utf8.RuneCountInString(a.Value)+1
}
