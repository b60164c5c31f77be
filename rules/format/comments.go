package format

import (
	"sort"
	"strings"
)

// findComments collects the comments of the file: a # outside of scalars with a
// blank or nothing before it.
func (r *reader) findComments() {
	at := 0
	upTo := func(end int) {
		for at < end {
			if r.text[at] != '#' || at > 0 && notSpace(r.text[at-1]) {
				at++
				continue
			}
			end := r.lineEnd(at)
			r.comments = append(r.comments, comment{
				start: at, end: end,
				text:   strings.TrimRight(string(r.text[at:end]), " \t"),
				column: r.column(at),
				own:    r.onlyBlanks(r.lines[r.line(at)], at),
				blank:  r.blankAbove(at),
			})
			at = end
		}
	}
	for _, n := range r.scalars {
		if n.isAbsent() {
			continue
		}
		upTo(n.content)
		at = n.content
		if n.Style&blockStyles != 0 {
			at = r.headerEnd(at)
			upTo(r.lineEnd(at))
		}
		at = max(at, n.end)
	}
	upTo(len(r.text))
}

// take gives the comments before an offset that belong to nobody yet.
func (r *reader) take(before int) []comment {
	from := r.next
	for r.next < len(r.comments) && r.comments[r.next].start < before {
		r.next++
	}
	return r.comments[from:r.next:r.next]
}

// behind gives the comment behind an offset on the same line, with those that go
// on with it in the same column below, unless anything but a comma stands between.
func (r *reader) behind(end int) []comment {
	if r.next == len(r.comments) {
		return nil
	}
	c := r.comments[r.next]
	if c.start < end {
		return nil
	}
	for _, between := range r.text[end:c.start] {
		if !isBlank(between) && between != ',' {
			return nil
		}
	}
	from := r.next
	r.next += 1 + r.continued(r.comments[from:])
	return r.comments[from:r.next:r.next]
}

// continued is the number of comments that go on with the first of a list: those in
// its column. Behind an empty line, a comment in the column of what follows belongs
// to that.
func (r *reader) continued(list []comment) int {
	n := 0
	for n+1 < len(list) {
		c := list[n+1]
		if !c.own || c.column != list[0].column || !r.onlyBlanks(list[n].end, c.start) {
			break
		}
		if c.blank && c.column <= r.column(r.token(c.end, true)) {
			break
		}
		n++
	}
	return n
}

// whole gives the whole file as an item, and the comments that stand below it.
func (r *reader) whole(root *node) (e *entry, below []comment) {
	e = &entry{value: root}
	root.outer = -1
	if root.isFlow() || root.Anchor != "" {
		e.before = r.take(root.start)
		e.blank = r.blankAbove(root.start)
	}
	r.value(e, root.start)
	return e, r.take(len(r.text))
}

// entriesOf gives each comment within a collection to an entry of it.
func (r *reader) entriesOf(n *node) {
	bracket := n.isFlow() && strings.ContainsRune("{[", r.at(n.content))
	at := n.content
	if bracket {
		at++
	}
	for _, e := range n.entries {
		e.start = r.token(at, n.isFlow())
		r.above(e)
		e.value.outer = r.column(e.start)
		if e.key == nil {
			r.value(e, e.start)
		} else {
			r.absent(e)
			r.value(e, e.key.end)
		}
		at = e.value.end
		if e.key == nil && e.value.Anchor == "" && len(e.value.entries) > 0 {
			// A block begins on the line of the dash.
			first := e.value.entries[0]
			e.prepend(first.before)
			first.before = nil
		}
	}
	if bracket {
		closing := r.token(at, true)
		n.after = r.take(closing)
		n.end = closing + 1
		return
	}
	n.end = at
	if !n.isFlow() {
		n.after = r.indented(at, max(r.column(n.entries[0].start), n.outer+1))
	}
}

// token is the next character that is neither blank nor in a comment; in a flow
// collection nor a comma.
func (r *reader) token(at int, flow bool) int {
	i := sort.Search(len(r.comments), func(i int) bool { return r.comments[i].start >= at })
	for {
		next := r.skip(at, func(c rune) bool { return isSpace(c) || flow && c == ',' })
		if i == len(r.comments) || r.comments[i].start != next {
			return next
		}
		at = r.comments[i].end
		i++
	}
}

// above gives an entry the comments above it, and those between its dash and what
// follows.
func (r *reader) above(e *entry) {
	e.blank = r.blankAbove(e.start) && r.onlyBlanks(r.lines[r.line(e.start)], e.start)
	e.before = r.take(e.start)
	e.prepend(r.take(e.first().start))
}

// prepend puts comments from below the start of an entry above it: behind those
// that are there, and the empty line above the entry before them.
func (e *entry) prepend(comments []comment) {
	if len(comments) == 0 {
		return
	}
	first := comments[0]
	first.blank = e.blank
	e.blank = false
	e.before = append(e.before[:len(e.before):len(e.before)], first)
	e.before = append(e.before, comments[1:]...)
}

// absent gives a value that was left out its place: behind the colon, or the key.
func (r *reader) absent(e *entry) {
	if !e.value.isAbsent() || e.value.Anchor != "" {
		return
	}
	end := e.key.end
	if colon := r.token(end, false); r.at(colon) == ':' {
		end = colon + 1
	}
	e.value.start, e.value.content, e.value.end = end, end, end
}

// value gives an entry the comments within its value and behind it. What stands
// before the value ends at an offset.
func (r *reader) value(e *entry, before int) {
	v := e.value
	if v.isCollection() && len(v.entries) > 0 && !v.isFlow() {
		if e.key != nil {
			e.line = r.opening(before, v)
		}
		r.entriesOf(v)
		return
	}
	if v.isCollection() && len(v.entries) == 0 {
		v.end = r.token(v.content+1, false) + 1
		v.content = v.end // comments within the empty brackets have no other place
	}
	between := r.take(v.content)
	if len(v.entries) > 0 {
		r.entriesOf(v)
	}
	if v.isScalar() && v.Style&blockStyles != 0 {
		e.line = r.take(r.lineEnd(r.headerEnd(v.content)))
	} else {
		e.line = r.behind(v.end)
	}
	if len(between) == 0 {
		return
	}
	if v.Anchor != "" {
		before = v.start + 1
	}
	onLine := r.line(between[0].start) == r.line(max(before-1, 0))
	// Behind an expression that is cut off, a comment looks like the rest of it.
	cut := v.isScalar() && isPlain(v.Node) && (!balanced(v.Value) || openEnd.MatchString(v.Value))
	if len(e.line) == 0 && onLine && !cut && 1+r.continued(between) == len(between) {
		e.line = between
		return
	}
	e.prepend(between)
}

// opening gives the comment on the line of a key whose block begins below.
func (r *reader) opening(before int, v *node) []comment {
	if r.next == len(r.comments) {
		return nil
	}
	c := r.comments[r.next]
	if c.own || c.start > v.entries[0].first().start || r.line(c.start) != r.line(before-1) {
		return nil
	}
	from := r.next
	r.next += 1 + r.continued(r.comments[from:])
	return r.comments[from:r.next:r.next]
}

func (e *entry) first() *node {
	if e.key != nil {
		return e.key
	}
	return e.value
}

// indented gives the comments below the last entry of a block that stand as far to
// the right as its entries.
func (r *reader) indented(end, column int) []comment {
	from := r.next
	if from > 0 {
		end = max(end, r.comments[from-1].end)
	}
	for r.next < len(r.comments) {
		c := r.comments[r.next]
		if c.start < end || c.column < column || !r.onlyBlanks(end, c.start) {
			break
		}
		end = c.end
		r.next++
	}
	return r.comments[from:r.next:r.next]
}

// commented tells whether comments stand within a collection.
func (n *node) commented() bool {
	if len(n.after) > 0 {
		return true
	}
	for _, e := range n.entries {
		if len(e.before) > 0 || len(e.line) > 0 || e.value.commented() {
			return true
		}
	}
	return false
}
