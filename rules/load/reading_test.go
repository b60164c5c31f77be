package load_test

import (
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

// yamlValue is what a text is for YAML: kinds and values, without places.
func yamlValue(source []byte) (any, error) {
	var root yaml.Node
	if err := yaml.Load(source, &root); err != nil {
		return nil, err
	}
	return nodeValue(&root), nil
}

func nodeValue(n *yaml.Node) any {
	list := []any{int(n.Kind), n.Value, n.Anchor}
	for _, c := range n.Content {
		list = append(list, nodeValue(c))
	}
	return list
}

// TestReading holds on to what could be read beside what could not.
func TestReading(t *testing.T) {
	files := fstest.MapFS{
		"rules/a.yaml": {Data: []byte("language: 1\nsignals:\n  accounts: {key: id, columns: {id: string, a: numbr}}\n  broken: [1]\nmetrics:\n  one: a\n  two: {exp: 2}\n")},
		"rules/b.yaml": {Data: []byte("scorecards:\n  good: {measures: {a: {linear: {0: 0, 1: 1}}}}\n  bad: {measures: {a: {linear: {0: 0, 1: 1}, wieght: 2}}}\n")},
	}
	r := load.ReadFS(files, "rules")
	if _, err := load.FS(files, "rules"); err == nil || err.Error() != r.Found.Error() {
		t.Errorf("ReadFS finds what FS finds:\n%v\n%v", err, r.Found)
	}
	set, unread := r.Set, r.Unread
	if len(set.Metrics) != 2 || set.Metrics[1].Expr != nil || len(set.Scorecards) != 2 || set.Signals.Schema.Root().Name != "accounts" {
		t.Errorf("set: %+v", set)
	}
	if !unread.HasNames() || unread.HasColumns("accounts") || !unread.HasTimes("accounts") || unread.IsTwice("one") {
		t.Errorf("unread: %+v", unread)
	}
	if unread.IsBroken(set.Scorecards[0].Place) || !unread.IsBroken(set.Scorecards[1].Place) || !unread.IsBroken(set.Scorecards[1].Group.Measures[0].Place) {
		t.Errorf("broken: %v", unread.Broken)
	}

	whole := load.ReadFiles([]rules.File{{Name: "a.yaml", Source: []byte("language: 1\nsignals: {accounts: {key: id, columns: {id: string}}}\nrevenue: {}\n")}})
	if whole.Unread != nil || len(whole.Found.List) != 1 || len(whole.Set.Warnings) != 1 {
		t.Errorf("rules without errors: %+v", whole)
	}
	if whole.Unread.HasNames() || whole.Unread.HasColumns("accounts") || whole.Unread.HasTimes("accounts") || whole.Unread.IsTwice("a") || whole.Unread.IsBroken(rules.Place{}) {
		t.Error("of a whole set everything is known")
	}
	if nothing := load.ReadFiles(nil); nothing.Set == nil || nothing.Set.Signals.Schema.Root() == nil {
		t.Error("a reading has a set with accounts, also without files")
	}
}
