package signals

import "bytes"

// nameGuesses guesses what the names of an object's fields stand for: mostly an
// object has the fields of the one before it, in the same order, and then no name
// needs to be looked up.
type nameGuesses struct {
	names []nameGuess // by place in the object
	at    int         // the place that is next
}

type nameGuess struct {
	quoted []byte
	target int
}

// next gives what the next name stands for, if it is the one that stood there
// before.
func (g *nameGuesses) next(quoted []byte) (target int, ok bool) {
	if g.at >= len(g.names) || !bytes.Equal(g.names[g.at].quoted, quoted) {
		return 0, false
	}
	g.at++
	return g.names[g.at-1].target, true
}

// learn notes what the next name, which was not guessed, stands for.
func (g *nameGuesses) learn(quoted []byte, target int) {
	const most = 256
	if g.at == len(g.names) {
		if g.at == most {
			return
		}
		g.names = append(g.names, nameGuess{})
	}
	known := &g.names[g.at]
	known.quoted, known.target = append(known.quoted[:0], quoted...), target
	g.at++
}

// unknownNames numbers names that no column has, and knows which of them the
// object at hand has given.
type unknownNames struct {
	numbers map[string]int
	given   []bool // by number
	used    []int  // the numbers given
}

// number gives the number of a name, and whether it is new.
func (u *unknownNames) number(name string) (number int, added bool) {
	if number, ok := u.numbers[name]; ok {
		return number, false
	}
	if u.numbers == nil {
		u.numbers = make(map[string]int)
	}
	number = len(u.given)
	u.numbers[name] = number
	u.given = append(u.given, false)
	return number, true
}

// give notes that the object has the name, and tells whether it had it before.
func (u *unknownNames) give(number int) (twice bool) {
	twice = u.given[number]
	u.given[number] = true
	u.used = append(u.used, number)
	return twice
}

// reset begins a new object. Data that use names as values have no end of names;
// these are forgotten.
func (u *unknownNames) reset() (forgotten bool) {
	for _, number := range u.used {
		u.given[number] = false
	}
	u.used = u.used[:0]
	const most = 1000
	if forgotten = len(u.given) > most; forgotten {
		u.numbers, u.given = nil, nil
	}
	return forgotten
}
