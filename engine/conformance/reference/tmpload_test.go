package reference_test

import (
	"fmt"
	"testing"

	"github.com/bellwether-cs/bellwether/engine/conformance/reference"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
	"github.com/bellwether-cs/bellwether/rules/load"
)

func TestTmpLoad(t *testing.T) {
	kinds := map[string]int{}
	ex := map[string]string{}
	for seed := range 1500 {
		c := reference.Cases().Example(seed)
		set, err := load.Files([]rules.File{{Name: "rules.yaml", Source: []byte(c.Rules)}})
		if err != nil {
			k := fmt.Sprintf("LOAD %.300s", err)
			kinds["load"]++
			ex["load"] = k
			continue
		}
		_, d := check.Check(set, nil)
		for _, f := range d.List {
			if f.ID == "unknown-name" {
				fmt.Println(c.Rules)
			}
			k := fmt.Sprint(f.Severity, " ", f.ID)
			kinds[k]++
			ex[k+fmt.Sprint(kinds[k]%3)] = fmt.Sprintf("%+v", f)
		}
	}
	for k, n := range kinds {
		fmt.Println(n, k)
	}
	for k, e := range ex {
		fmt.Println(k, e)
	}
}
