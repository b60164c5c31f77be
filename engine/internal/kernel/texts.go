package kernel

import (
	"strings"

	"github.com/bellwether-cs/bellwether/engine/internal/plan"
)

// textTest compiles contains, startsWith, endsWith and matches.
func (l *lane) textTest(n *plan.Node) int {
	switch n.Op {
	case plan.Contains:
		return l.textPairs(n.Args[0], n.Args[1], strings.Contains)
	case plan.StartsWith:
		return l.textPairs(n.Args[0], n.Args[1], strings.HasPrefix)
	case plan.EndsWith:
		return l.textPairs(n.Args[0], n.Args[1], strings.HasSuffix)
	}
	return l.textEach(n.Args[0], n.Pattern.MatchString)
}

// textPairs compiles a test of two texts.
func (l *lane) textPairs(a, b *plan.Node, test func(x, y string) bool) int {
	if b.Op == plan.Constant {
		y := b.Text
		return l.textEach(a, func(x string) bool { return test(x, y) })
	}
	if a.Op == plan.Constant {
		x := a.Text
		return l.textEach(b, func(y string) bool { return test(x, y) })
	}
	x, y := l.need(a), l.need(b)
	at := l.slot()
	l.add(func(s *scope) {
		a, b, out := &s.vectors[x], &s.vectors[y], s.vectors[at].truths(s.rows)
		for i := range out {
			x, ok := a.text(i)
			y, ok2 := b.text(i)
			out[i] = unknown
			if ok && ok2 {
				out[i] = truthOf(test(x, y))
			}
		}
	})
	return at
}

// textEach compiles a test of a text, done once for each text of a dictionary that
// is not much longer than the block.
func (l *lane) textEach(a *plan.Node, test func(string) bool) int {
	x, at := l.need(a), l.slot()
	l.add(func(s *scope) {
		v, a := &s.vectors[at], &s.vectors[x]
		out := v.truths(s.rows)
		if v.dictionary != a.dictionary || a.dictionary == 0 {
			if len(a.dict) > 2*s.rows+64 && len(a.dict) > 2*s.frame.portfolio.Len() {
				v.dictionary = 0
				for i := range out {
					text, ok := a.text(i)
					out[i] = unknown
					if ok {
						out[i] = truthOf(test(text))
					}
				}
				return
			}
			v.own.table = room(v.own.table, len(a.dict))
			for code, text := range a.dict {
				v.own.table[code] = truthOf(test(text))
			}
			v.dictionary = a.dictionary
		}
		table, codes := v.own.table, a.codes[:s.rows]
		for i := range out {
			out[i] = table[codes[i]]
		}
		v.unknownWhere(a)
	})
	return at
}

// textChange compiles lower, upper and trim: a change of the dictionary.
func (l *lane) textChange(a *plan.Node, change func(string) string) int {
	x, at := l.need(a), l.slot()
	l.add(func(s *scope) {
		v, a := &s.vectors[at], &s.vectors[x]
		v.miss = a.miss
		if len(a.dict) > 2*s.rows+64 && len(a.dict) > 2*s.frame.portfolio.Len() {
			v.own.codes, v.own.dict = room(v.own.codes, s.rows), room(v.own.dict, s.rows)
			v.codes, v.dict, v.dictionary, v.changed = v.own.codes, v.own.dict, 0, 0
			for i := range v.codes {
				text, _ := a.text(i)
				v.codes[i], v.dict[i] = uint32(i), change(text)
			}
			return
		}
		v.codes = a.codes
		if v.changed == a.dictionary && a.dictionary != 0 {
			return
		}
		v.own.dict = room(v.own.dict, len(a.dict))
		for code, text := range a.dict {
			v.own.dict[code] = change(text)
		}
		s.frame.dictionaries++
		v.dict, v.dictionary, v.changed = v.own.dict, s.frame.dictionaries, a.dictionary
	})
	return at
}
