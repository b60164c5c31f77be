package jsontext_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bellwether-cs/bellwether/signals/internal/jsontext"
)

func TestDepth(t *testing.T) {
	for text, depth := range map[string]int{`1`: 0, `[]`: 1, `{"a": 1}`: 1, `[[1], {"a": []}]`: 3} {
		if _, _, err := jsontext.Value([]byte(text), 0, depth); err != nil {
			t.Errorf("%s at depth %d: %v", text, depth, err)
		}
		if _, _, err := jsontext.Value([]byte(text), 0, depth-1); depth > 0 && err == nil {
			t.Errorf("%s at depth %d: expected an error", text, depth-1)
		}
	}
	deep := strings.Repeat("[", 1_000_000)
	if _, _, err := jsontext.Value([]byte(deep), 0, 10); err == nil {
		t.Error("nesting is not bounded")
	}
}

func TestVisitError(t *testing.T) {
	stop := errors.New("stop")
	if _, err := jsontext.Members([]byte(`{"a": 1, x`), 0, 1, func(jsontext.Member) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
	if _, err := jsontext.Items([]byte(`[1, x`), 0, 1, func(jsontext.Item) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
}

// FuzzValue expects what encoding/json expects.
func FuzzValue(f *testing.F) {
	for _, text := range []string{
		`{"a": [1, -0.5e+3, "x\u00e9\n", true, false, null, {}], "b": []}`, `"\ud83d\ude00\ud83d\u0041\ude00"`,
		`01`, `1.`, `-`, `1e`, `"\x"`, `"\u12g4"`, "\"\x01\"", `[1,]`, `{"a":1,}`, `{a:1}`, `nul`, `{"a" 1}`, `[1 2]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		start := jsontext.SkipSpace(data, 0)
		kind, end, err := jsontext.Value(data, start, 10_000)
		valid := err == nil && jsontext.SkipSpace(data, end) == len(data)
		if valid != json.Valid(data) {
			t.Fatalf("%q: %v, and %v by encoding/json (%v)", data, valid, json.Valid(data), err)
		}
		if valid && kind == jsontext.String && utf8.Valid(data) {
			var want string
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			if got, _ := jsontext.Unquoted(data[start:end], nil); string(got) != want {
				t.Fatalf("%q, and %q by encoding/json", got, want)
			}
		}
	})
}
