package engine_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestDependencies: the engine stands on expr, decimal, the standard library and
// ourselves, and signals on decimal and the standard library.
func TestDependencies(t *testing.T) {
	for pkg, allowed := range map[string][]string{
		"github.com/bellwether-cs/bellwether/engine": {
			"github.com/bellwether-cs/bellwether/", "github.com/expr-lang/expr/", "github.com/shopspring/decimal",
		},
		"github.com/bellwether-cs/bellwether/signals": {
			"github.com/bellwether-cs/bellwether/signals", "github.com/shopspring/decimal",
		},
		"github.com/bellwether-cs/bellwether/rules": {
			"github.com/bellwether-cs/bellwether/rules", "github.com/bellwether-cs/bellwether/signals",
			"github.com/expr-lang/expr/", "github.com/shopspring/decimal",
		},
	} {
		out, err := exec.Command("go", "list", "-deps", pkg).Output()
		if err != nil {
			t.Fatal(err)
		}
	next:
		for _, dep := range strings.Fields(string(out)) {
			first, _, _ := strings.Cut(dep, "/")
			if !strings.Contains(first, ".") {
				if dep == "net/http" {
					t.Errorf("%s depends on %s", pkg, dep)
				}
				continue
			}
			for _, prefix := range allowed {
				if strings.HasPrefix(dep+"/", prefix) || dep == strings.TrimSuffix(prefix, "/") {
					continue next
				}
			}
			t.Errorf("%s depends on %s", pkg, dep)
		}
	}
}
