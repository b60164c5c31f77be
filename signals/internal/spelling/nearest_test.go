package spelling_test

import (
	"testing"

	"github.com/bellwether-cs/bellwether/signals/internal/spelling"
)

func TestNearest(t *testing.T) {
	names := []string{"usage", "stakeholders", "smb"}
	for name, want := range map[string]string{
		"usge": "usage", "usages": "usage", "USAGE": "usage", "suage": "usage", "stakeholder": "stakeholders",
		"sbm": "smb", "sm": "smb", "payments": "", "": "", "x": "",
	} {
		if got, ok := spelling.Nearest(name, names); got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
