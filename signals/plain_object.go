package signals

import (
	"bytes"

	"github.com/bellwether-cs/bellwether/signals/internal/jsontext"
)

// plainObjects reads JSON objects straight into columns, if they are flat and have
// the fields of one that was read before, in the same order and with the same blanks
// between them; some may be left out. It knows strings without escapes and numbers
// without exponents. Any other object is left to the general way. Only for decoders.
type plainObjects struct {
	rows *plainRows
	// members are those of the object that was learned.
	members []plainMember
	// at is, by member, where its value stands in the object at hand.
	at []plainValue
	// hits and misses count objects: where most are unlike the one before, it is not
	// worth while to try.
	hits, misses int
}

// plainMember is what stands between two values: a comma, blanks, a name and a
// colon, as they were found to be JSON.
type plainMember struct {
	before string
	column int // -1 if none is to be read
}

// plainValue is the extent of a value; a string without its quotes.
type plainValue struct {
	from, to int
	kind     jsontext.Kind // Null also where the field is left out
}

// newPlainObjects prepares the reading of objects of a table without a header.
func newPlainObjects(in *Input) *plainObjects {
	own := *in
	own.at = make([]int, len(in.table.columns))
	for c := range own.at {
		own.at[c] = c
	}
	rows := newPlainRows(&own)
	rows.in = in
	return &plainObjects{rows: rows, at: make([]plainValue, len(in.table.columns))}
}

// add reads an object; false if it is not plain, and then nothing was done.
func (o *plainObjects) add(line int, object []byte) (done bool, err error) {
	p := o.rows
	if !p.usable || p.in.table.full() || len(o.members) == 0 || !o.scan(object) {
		p.close()
		return false, nil
	}
	p.ahead()
	i := p.in.table.rows
	for n := range p.fields {
		if !o.read(&p.fields[n], object, i) {
			p.dropAhead()
			return false, nil
		}
	}
	o.hits++
	return true, p.admit(line)
}

// read reads the value of a field into row i.
func (o *plainObjects) read(f *plainField, object []byte, i int) bool {
	v := o.at[f.index]
	switch kind := f.column.decl.Kind; v.kind {
	case jsontext.String:
		return kind != Bool && o.rows.alone(f, object[v.from:v.to], i)
	case jsontext.Number:
		return (kind == String || kind.Numeric()) && o.rows.alone(f, object[v.from:v.to], i)
	case jsontext.Bool:
		return f.kind == plainFlag && f.flag(object[v.from:v.to], i)
	}
	if f.blank {
		f.setBlank(i)
		return true
	}
	return f.other(nil, i)
}

// scan finds the values of an object.
func (o *plainObjects) scan(object []byte) bool {
	clear(o.at)
	pos := 0
	for i := range o.members {
		m := &o.members[i]
		if len(object)-pos < len(m.before) || string(object[pos:pos+len(m.before)]) != m.before {
			continue // it is left out, or what stands there is not known
		}
		v, end, ok := plainValueAt(object, pos+len(m.before))
		if !ok {
			return false
		}
		if m.column >= 0 {
			o.at[m.column] = v
		}
		pos = end
	}
	return pos > 0 && pos == len(object)-1 && object[pos] == '}'
}

// plainValueAt finds the value at a position, and the position behind it.
func plainValueAt(text []byte, at int) (v plainValue, end int, ok bool) {
	if at >= len(text) {
		return v, at, false
	}
	switch c := text[at]; {
	case c == '"':
		at++
		for i, c := range text[at:] {
			if c == '"' {
				return plainValue{from: at, to: at + i, kind: jsontext.String}, at + i + 1, true
			}
			if c < ' ' || c == '\\' {
				break
			}
		}
		return v, at, false
	case c == '-' || '0' <= c && c <= '9':
		end, ok = plainNumberEnd(text, at)
		return plainValue{from: at, to: end, kind: jsontext.Number}, end, ok
	case bytes.HasPrefix(text[at:], []byte("null")):
		return v, at + len("null"), true
	case bytes.HasPrefix(text[at:], []byte("true")):
		end = at + len("true")
		return plainValue{from: at, to: end, kind: jsontext.Bool}, end, true
	case bytes.HasPrefix(text[at:], []byte("false")):
		end = at + len("false")
		return plainValue{from: at, to: end, kind: jsontext.Bool}, end, true
	}
	return v, at, false
}

// plainNumberEnd is where a number without an exponent ends.
func plainNumberEnd(text []byte, at int) (end int, ok bool) {
	if text[at] == '-' {
		at++
	}
	whole := at
	at = digitsEnd(text, at)
	ok = at == whole+1 || at > whole && text[whole] != '0'
	if at < len(text) && text[at] == '.' {
		part := at + 1
		at = digitsEnd(text, part)
		ok = ok && at > part
	}
	return at, ok
}

func digitsEnd(text []byte, at int) int {
	for at < len(text) && text[at]-'0' <= 9 {
		at++
	}
	return at
}

// learn takes an object that was left to the general way for the model of those to
// come.
func (o *plainObjects) learn(object []byte) {
	const tries, mostMembers = 16, 256
	o.misses++
	if len(object) == 0 || object[0] != '{' || o.misses > tries+o.hits {
		o.members = o.members[:0] // no object, or they are too different
		return
	}
	fields := &o.rows.in.table.fields
	names, taken := make(map[string]bool), make(map[int]bool)
	members, pos, flat := o.members[:0], 0, true
	end, err := jsontext.Members(object, 0, 1, func(m jsontext.Member) error {
		name := string(bytes.Trim(m.Name, `"`))
		target, known := fields.index[name]
		if !known {
			target = -1
		}
		// A name with escapes may be any.
		flat = flat && !names[name] && !(known && taken[target]) && target < len(o.at) &&
			bytes.IndexByte(m.Name, '\\') < 0 && len(members) < mostMembers
		if !flat {
			return nil
		}
		names[name], taken[target] = true, true
		column := target
		if target >= 0 && o.rows.in.table.columns[target] == nil {
			column = -1
		}
		members = append(members, plainMember{before: string(object[pos:m.Offset]), column: column})
		pos = m.Offset + len(m.Raw)
		return nil
	})
	if !flat || err != nil || end != len(object) {
		members = members[:0]
	}
	o.members = members
}
