package diff

import (
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// fact is one thing that a part of the rules says: a key with its value.
type fact struct {
	key  string
	noun string // the key in sentences, if it reads differently there
	// canon is equal for facts that mean the same; shown is what people read.
	canon, shown string
	// expression is there instead of canon if the fact is one: it is split into
	// tokens only where its text does not settle the matter.
	expression *rules.Expression
	// implied: it is a default that nobody wrote. Beside nothing it is no change.
	implied bool
	// long facts are set off by a colon.
	long bool
	// words: it has no meaning for scores.
	words bool
	at    rules.Place
}

// facts collects what a part of the rules says.
type facts []fact

func (f *facts) add(n fact) { *f = append(*f, n) }

func (f *facts) text(key, text string, at rules.Place) {
	if text != "" {
		f.add(fact{key: key, canon: text, shown: text, at: at})
	}
}

func (f *facts) number(key string, n *rules.Literal) {
	if n != nil {
		f.add(fact{key: key, canon: n.Value.String(), shown: n.Value.String(), at: n.Place})
	}
}

// percent is a fraction that people write in percent.
func (f *facts) percent(key string, n *rules.Literal) {
	if n != nil {
		f.add(fact{key: key, canon: n.Value.String(), shown: n.Value.Mul(exact.Int(100)).String() + "%", at: n.Place})
	}
}

func (f *facts) expression(key, noun string, e *rules.Expression) {
	if e != nil {
		f.add(fact{key: key, noun: noun, expression: e, shown: shownExpression(e), long: true, at: e.Place})
	}
}

func (f *facts) description(text string, at rules.Place) {
	if text != "" {
		f.add(fact{key: "description", canon: text, shown: strconv.Quote(text), words: true, long: true, at: at})
	}
}

// full is canon, of an expression too.
func (n fact) full() string {
	if n.expression != nil {
		return n.expression.Canonical()
	}
	return n.canon
}

// same tells whether two facts of one key mean the same.
func (n fact) same(m fact) bool {
	if n.expression != nil && m.expression != nil && n.expression.Text == m.expression.Text {
		return true
	}
	return n.full() == m.full()
}

func (f facts) find(key string) (fact, bool) {
	for _, n := range f {
		if n.key == key {
			return n, true
		}
	}
	return fact{}, false
}

// canon is equal for parts that say the same.
func (f facts) canon() string {
	var b strings.Builder
	for _, n := range f {
		if !n.words {
			b.WriteString("(" + n.key + " " + strconv.Quote(n.full()) + ")")
		}
	}
	return b.String()
}

// shown is what a part says, in one line.
func (f facts) shown() string {
	var list []string
	for _, n := range f {
		if !n.words && !n.implied && n.shown != "" {
			list = append(list, n.key+" "+n.shown)
		}
	}
	return strings.Join(list, ", ")
}

// phrase makes a sentence of a fact's noun and what became of it.
type phrase func(noun, rest string) string

// plainly is the phrase of what belongs to the scorecard itself.
func plainly(noun, rest string) string { return noun + rest }

// after is the phrase of what is set off by a colon: column nps: max.
func after(owner string) phrase {
	return func(noun, rest string) string { return owner + ": " + noun + rest }
}

// facts lists what differs between what a part says in A and in B.
func (d *differ) facts(s spot, say phrase, was, now facts) {
	for _, n := range was {
		if m, ok := now.find(n.key); ok {
			if !n.same(m) {
				d.fact(s, say, Changed, n, m)
			}
		} else if !n.implied {
			d.fact(s, say, Removed, n, fact{})
		}
	}
	for _, m := range now {
		if _, ok := was.find(m.key); !ok && !m.implied {
			d.fact(s, say, Added, fact{}, m)
		}
	}
}

func (d *differ) fact(s spot, say phrase, kind Kind, was, now fact) {
	either := was
	if kind == Added {
		either = now
	}
	noun := either.noun
	if noun == "" {
		noun = either.key
	}
	if kind == Changed && was.shown == now.shown {
		was.shown, now.shown = was.full(), now.full() // what differs does not show in the words
	}
	c := Change{
		Kind: kind, WordsOnly: either.words, Path: join(s.path, either.key),
		Was: was.shown, Now: now.shown, A: was.at, B: now.at,
	}
	from, to := was.shown, now.shown
	switch {
	case either.long && kind == Changed:
		c.Words = say(noun, " changed: "+from+" -> "+to)
	case either.long && kind == Added:
		c.Words = say(noun, " added: "+to)
	case either.long:
		c.Words = say(noun, " removed: "+from)
	default:
		if kind == Added {
			from = s.none()
		} else if kind == Removed {
			to = s.none()
		}
		c.Words = say(noun, " "+from+" -> "+to)
	}
	d.add(s, c)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// shownExpression is an expression on one line.
func shownExpression(e *rules.Expression) string {
	if !strings.Contains(e.Text, "\n") {
		return strings.TrimSpace(e.Text)
	}
	if strings.Contains(e.Text, "//") {
		return e.Canonical() // a comment would swallow what follows it on one line
	}
	return strings.Join(strings.Fields(e.Text), " ")
}
