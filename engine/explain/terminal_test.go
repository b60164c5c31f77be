package explain_test

import (
	"testing"

	"github.com/bellwether-cs/bellwether/engine/explain"
)

func TestOneLine(t *testing.T) {
	if got, want := explain.OneLine("a\r\nb\x1b[31m é"), "a  b [31m é"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}

func TestPaint(t *testing.T) {
	bands := []string{"good", "fair", "bad"}
	for band, want := range map[string]string{
		"good": "\x1b[32mgood\x1b[0m", "fair": "\x1b[33mfair\x1b[0m", "bad": "\x1b[31mbad\x1b[0m", "unknown": "\x1b[90munknown\x1b[0m",
	} {
		if got := explain.Paint(band, bands); got != want {
			t.Errorf("%q, expected %q", got, want)
		}
	}
}
