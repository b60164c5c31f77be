package json_test

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/json"
)

func read(r json.Reader) (objects []string) {
	for {
		object, line, err := r.Next()
		var malformed *json.RowError
		switch {
		case errors.Is(err, io.EOF):
			return objects
		case errors.As(err, &malformed):
			objects = append(objects, "left out: "+err.Error())
		case err != nil:
			return append(objects, "error: "+err.Error())
		default:
			objects = append(objects, fmt.Sprintf("%d: %s", line, object))
		}
	}
}

func TestLines(t *testing.T) {
	text := "\xef\xbb\xbf{\"a\": 1}\r\n\n  \n{bad\n[1]\n {\"b\": 2} "
	want := []string{`1: {"a": 1}`, `4: {bad`, `5: [1]`, `6:  {"b": 2}`}
	for _, source := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
		if diff := cmp.Diff(want, read(json.NewLineReader(source))); diff != "" {
			t.Error(diff)
		}
	}
}

func TestList(t *testing.T) {
	for text, want := range map[string][]string{
		`[]`:                        nil,
		"[{\"a\": 1},\n{\"b\": 2}]": {`1: {"a": 1}`, `2: {"b": 2}`},
		"\xef\xbb\xbf [ {\n\"a\": \"}]\\\"\"} ,\n 5, [1, [2]], \"x\", null ] \n":                         {"1: {\n\"a\": \"}]\\\"\"}", "3: 5", "3: [1, [2]]", `3: "x"`, "3: null"},
		`{"rules": {"accounts": [1]}, "n": -1.5e3, "s": "a\"]", "accounts": [{"a": {}}], "as_of": [[]]}`: {`1: {"a": {}}`},
		`{"\u0061ccounts": [{}]}`:          {`1: {}`},
		`[{"a": x}, {"b": 1}]`:             {`1: {"a": x}`, `1: {"b": 1}`},
		``:                                 {"error: line 1: the text ends too early"},
		`[{"a": 1}`:                        {`1: {"a": 1}`, "error: line 1: the text ends too early"},
		"[\n{\"a\": \"b}]\n":               {"error: line 2: the text ends within the value that begins here"},
		`[{}] x`:                           {"1: {}", `error: line 1: expected the end, found "x"`},
		`[{} {}]`:                          {"1: {}", `error: line 1: expected a comma or the end of the list, found "{"`},
		`[{},]`:                            {"1: {}", `error: line 1: expected an object after the comma, found "]"`},
		`{"a": 1}`:                         {`error: line 1: expected a list of objects, or an object with the field "accounts"`},
		`{"accounts": 1}`:                  {`error: line 1: expected a list of objects as "accounts", found "1"`},
		`{"accounts": [], "accounts": []}`: {`error: line 1: the field "accounts" is given twice`},
		`{"a": , "accounts": []}`:          {`error: line 1: expected a value, found ","`},
		`5`:                                {`error: line 1: expected a list of objects, found "5"`},
	} {
		for _, source := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
			if diff := cmp.Diff(want, read(json.NewListReader(source, "accounts"))); diff != "" {
				t.Errorf("%q:\n%s", text, diff)
			}
		}
	}
}

func TestTooLong(t *testing.T) {
	long := `{"a": "` + strings.Repeat("x", json.MaxObject) + `"}`
	for name, r := range map[string]json.Reader{
		"lines": json.NewLineReader(strings.NewReader(long + "\n{}")),
		"list":  json.NewListReader(strings.NewReader("["+long+",\n{}]"), "accounts"),
	} {
		got := read(r)
		if len(got) != 2 || !strings.HasPrefix(got[0], "left out: line 1: the object is longer") || got[1] != "2: {}" {
			t.Errorf("%s: %.80q", name, got)
		}
	}
}

func TestSourceError(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "[", `[{"a"`, `[{}`, `[{}]`, `{"a": [`, `{"accounts": [{}]`} {
		got := read(json.NewListReader(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), "accounts"))
		if len(got) == 0 || got[len(got)-1] != "error: broken" {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := read(json.NewLineReader(io.MultiReader(strings.NewReader("{}\n{"), iotest.ErrReader(broken)))); got[len(got)-1] != "error: broken" {
		t.Error(got)
	}
}

func TestLooksLikeList(t *testing.T) {
	for text, want := range map[string]bool{
		`[{"a": 1}]`: true, " \n[": true, "\xef\xbb\xbf[": true,
		`{"a": 1}` + "\n" + `{"a": 2}`: false, `{"a": 1}`: false, "{\n\"a\": 1}": true,
		`{"accounts": [{}]}`: true, `{"accounts": 5}`: false, `{"a": {"accounts": [1]}}`: false,
		`{"a": "accounts", "accounts" : [`: true, `{"a": "x`: false, ``: false,
	} {
		if got := json.LooksLikeList([]byte(text), "accounts"); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestValues expects of a list of any values those values.
func TestValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.String()))).Draw(t, "values")
		indent := rapid.SampledFrom([]string{"", " "}).Draw(t, "indent")
		text, err := stdjson.MarshalIndent(map[string]any{"accounts": values, "zzz": "]"}, "", indent)
		if err != nil {
			t.Fatal(err)
		}
		r := json.NewListReader(strings.NewReader(string(text)), "accounts")
		for i := 0; ; i++ {
			object, _, err := r.Next()
			if errors.Is(err, io.EOF) && i == len(values) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got map[string][]string
			if err := stdjson.Unmarshal(object, &got); err != nil {
				t.Fatal(err)
			}
			want, _ := stdjson.Marshal(values[i])
			if back, _ := stdjson.Marshal(got); string(back) != string(want) {
				t.Fatalf("%s, want %s", back, want)
			}
		}
	})
}

func FuzzStream(f *testing.F) {
	f.Add([]byte(`{"a": [], "accounts": [{"b": "\""}, 1]}`))
	f.Add([]byte("{\n}\n[1]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, r := range []json.Reader{
			json.NewListReader(iotest.HalfReader(strings.NewReader(string(data))), "accounts"),
			json.NewLineReader(iotest.HalfReader(strings.NewReader(string(data)))),
		} {
			if n := len(read(r)); n > len(data)+1 {
				t.Fatalf("%d objects out of %d bytes", n, len(data))
			}
		}
	})
}
