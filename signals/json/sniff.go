package json

import (
	"bytes"

	"github.com/bellwether-cs/bellwether/signals/internal/jsontext"
)

// LooksLikeList tells from the start of a text whether it is a list of objects, or
// an object around one whose field has that name, rather than NDJSON: an object
// that goes over several lines, or has the field, is not a line.
func LooksLikeList(start []byte, name string) bool {
	start = bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	at := jsontext.SkipSpace(start, 0)
	if at < len(start) && start[at] == '[' {
		return true
	}
	var e extent
	begin := 0 // of the string at hand
	for ; at < len(start); at++ {
		wasString := e.inString
		done, _ := e.step(start[at])
		switch {
		case done:
			return false
		case start[at] == '\n':
			return true
		case !wasString && e.inString:
			begin = at
		case wasString && !e.inString && e.depth == 1 && string(start[begin:at+1]) == `"`+name+`"`:
			after := jsontext.SkipSpace(start, at+1)
			if after < len(start) && start[after] == ':' {
				after = jsontext.SkipSpace(start, after+1)
				return after < len(start) && start[after] == '['
			}
		}
	}
	return false
}
