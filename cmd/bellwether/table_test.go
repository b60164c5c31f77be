package main

import (
	"testing"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

func TestPercentOf(t *testing.T) {
	for fraction, want := range map[string]string{
		"0": "0%", "1": "100%", "0.5": "50%", "0.875": "87.5%", "0.333333333": "33.3%",
		"0.99999": "99.9%", "0.00001": "0.1%",
	} {
		n, err := exact.Parse(fraction)
		if err != nil {
			t.Fatal(err)
		}
		if got := percentOf(n); got != want {
			t.Errorf("%s is %s, expected %s", fraction, got, want)
		}
	}
}

func TestOneLine(t *testing.T) {
	if got, want := oneLine("a\r\nb\x1b[31m é"), "a  b [31m é"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}
