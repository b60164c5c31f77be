package diff

import (
	"strconv"

	"github.com/bellwether-cs/bellwether/rules"
)

// part is something that has a name, in a list of its like.
type part struct {
	name  string
	what  string        // how sentences call it: segment smb
	canon func() string // equal for parts that differ in their name only
	shown string
	at    rules.Place
}

// parts lists what differs between two lists of named parts. changed compares two
// parts of the same name.
func (d *differ) parts(s spot, ordered bool, a, b []part, changed func(i, j int)) matching {
	m := match(len(a), len(b),
		func(inB bool, i int) string { return pick(inB, a, b)[i].name },
		func(inB bool, i int) string { return "says " + pick(inB, a, b)[i].canon() })
	var moved []bool
	if ordered {
		moved = m.moved(func(p pair) string { return min(a[p.a].name, b[p.b].name) })
	}
	next := 0
	for j, now := range b {
		if next == len(m.pairs) || m.pairs[next].b != j {
			d.add(s, Change{
				Kind: Added, Path: join(s.path, now.name), Now: now.shown, B: now.at,
				Words: now.what + " added" + behindColon(now.shown),
			})
			continue
		}
		p := m.pairs[next]
		was := a[p.a]
		if was.name != now.name {
			d.add(s, Change{
				Kind: Renamed, Path: join(s.path, was.name), Was: was.name, Now: now.name, A: was.at, B: now.at,
				Words: was.what + " renamed to " + now.name,
			})
			d.onlyWords(func() { changed(p.a, p.b) })
		} else {
			changed(p.a, p.b)
		}
		if moved != nil && moved[next] {
			d.moved(s, m, moved, next, was, now, func(k int) string { return b[m.pairs[k].b].name })
		}
		next++
	}
	for _, i := range m.onlyA {
		was := a[i]
		d.add(s, Change{
			Kind: Removed, Path: join(s.path, was.name), Was: was.shown, A: was.at,
			Words: was.what + " removed" + behindColon(was.shown),
		})
	}
	return m
}

func (d *differ) moved(s spot, m matching, moved []bool, k int, was, now part, name func(k int) string) {
	p := m.pairs[k]
	where := " now comes last"
	if at, behind := m.anchor(moved, k); at != k && behind {
		where = " now comes behind " + name(at)
	} else if at != k {
		where = " now comes before " + name(at)
	}
	d.add(s, Change{
		Kind: Moved, Path: join(s.path, was.name), Was: strconv.Itoa(p.a + 1), Now: strconv.Itoa(p.b + 1), A: was.at, B: now.at,
		Words: now.what + where,
	})
}

func behindColon(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}
