package spelling_test

import (
	"testing"

	"github.com/bellwether-cs/bellwether/signals/spelling"
)

func TestNearest(t *testing.T) {
	names := []string{"usage", "stakeholders", "smb", "q"}
	for name, want := range map[string]string{
		"usge": "usage", "usages": "usage", "USAGE": "usage", "suage": "usage", "stakeholder": "stakeholders",
		"sbm": "smb", "sm": "smb", "payments": "", "": "", "x": "", "Q": "q", "qs": "q",
	} {
		if got := spelling.Nearest(name, names); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
