package load

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/signals"
)

// TestsDir reads the rule tests that stand beside the rules at a path: all
// *_test.yaml files of a folder and its sub-folders; of rules in one file,
// health.yaml, those in health_test.yaml beside it. There may be none. The error is
// a [*rules.Diagnostics] that holds all that is wrong with the files by themselves;
// what tests say of the rules is looked at in engine/ruletest.
func TestsDir(path string) (*rules.TestSuite, error) {
	var l loader
	return l.tests(l.readTestDir(path))
}

// TestsFS is [TestsDir] for a folder of a file system.
func TestsFS(fsys fs.FS, root string) (*rules.TestSuite, error) {
	var l loader
	return l.tests(l.readTestFolder(fsys, root, root))
}

// TestFiles reads the rule tests among files in memory, which are those whose names
// end in _test.yaml or _test.yml, in byte order of their names.
func TestFiles(files []rules.File) (*rules.TestSuite, error) {
	var l loader
	var kept []rules.File
	for _, f := range files {
		if IsTests(f.Name) {
			kept = append(kept, f)
		}
	}
	slices.SortStableFunc(kept, func(a, b rules.File) int { return strings.Compare(a.Name, b.Name) })
	return l.tests(kept)
}

func (l *loader) readTestDir(typed string) []rules.File {
	shown := filepath.ToSlash(typed)
	info, err := os.Stat(typed)
	if err != nil {
		l.unreadable(shown, err)
		return nil
	}
	if info.IsDir() {
		return l.readTestFolder(os.DirFS(typed), ".", shown)
	}
	extension := path.Ext(shown)
	beside := strings.TrimSuffix(shown, extension) + "_test" + extension
	if _, err := os.Stat(filepath.FromSlash(beside)); os.IsNotExist(err) || !IsTests(beside) {
		return nil
	}
	return l.readNamed(filepath.FromSlash(beside), beside)
}

// readTestFolder reads the test files in root and below, in byte order of their
// paths.
func (l *loader) readTestFolder(fsys fs.FS, root, shown string) []rules.File {
	files, _ := l.readWanted(fsys, root, shown, IsTests)
	return files
}

func (l *loader) tests(files []rules.File) (*rules.TestSuite, error) {
	l.bad = map[*yaml.Node]bool{}
	l.holes = map[*yaml.Node]bool{}
	l.goesOn = true
	l.found.Files = files
	suite := &rules.TestSuite{Files: files}
	for _, root := range l.documents(files) {
		suite.Tests = append(suite.Tests, l.testFile(root)...)
	}
	l.found.Sort()
	l.bound()
	if err := l.found.Err(); err != nil {
		return nil, err
	}
	return suite, nil
}

// defaults are what a test file says for all its tests.
type defaults struct {
	asOf   signals.AsOf
	inputs []rules.TestInput
	// unread: something is wrong in them, so that nothing is said to be missing.
	unread bool
}

func (l *loader) testFile(root value) []*rules.Test {
	f, ok := l.fields(root, "a test file", "tests", "as_of", "signals", "description")
	if !ok {
		return nil
	}
	var d defaults
	f.read("description", func(v value) { l.text(v, "`description`") })
	f.read("as_of", func(v value) { d.asOf, ok = l.asOf(v); d.unread = d.unread || !ok })
	f.read("signals", func(v value) { d.inputs, ok = l.testInputs(v); d.unread = d.unread || !ok })
	d.unread = d.unread || len(f.meant) > 0 || l.holes[root.node]
	const example = "like `tests: [{name: ..., as_of: 2026-11-01, account: {...}, expect: {...}}]`"
	written, ok := l.require(f, root.place(), "tests", example)
	if !ok {
		return nil
	}
	list, ok := l.list(written.value, "`tests`", example)
	if !ok {
		return nil
	}
	if len(list) == 0 {
		l.report("empty", written.key.place(), "write a test, or delete the file", "`tests` holds no test")
	}
	var tests []*rules.Test
	names := map[string]rules.Place{}
	for _, item := range list {
		t, ok := l.test(item, d)
		if !ok {
			continue
		}
		tests = append(tests, t)
		if before, twice := names[t.Name]; twice && t.Name != "" {
			l.found.Add(rules.Diagnostic{
				ID: "declared-twice", Place: t.Place, Message: "the test " + quoted(t.Name) + " stands twice in this file",
				Hint: "rename or delete one of the two", Also: note(before, "it first stands here"),
			})
			continue
		}
		names[t.Name] = t.Place
	}
	return tests
}

// asOf reads the instant of a test.
func (l *loader) asOf(v value) (signals.AsOf, bool) {
	text, ok := l.label(v, "`as_of`")
	if !ok {
		return signals.AsOf{}, false
	}
	at, err := signals.ParseAsOf(text)
	if err != nil {
		l.report("test-as-of", v.place(), "write a date such as 2026-11-01, which means its end in UTC", "`as_of`: %v", err)
		return signals.AsOf{}, false
	}
	return at, true
}

// testInputs reads `signals`: a folder or file, or a file for each of some tables.
func (l *loader) testInputs(v value) ([]rules.TestInput, bool) {
	const example = "name a folder or a file with accounts, or files by table: {usage: fixtures/usage.csv}"
	switch {
	case !l.present(v, "`signals`"):
		return nil, false
	case v.isScalar():
		path, ok := l.label(v, "`signals`")
		return []rules.TestInput{{Path: path, Place: v.place()}}, ok
	case !v.isMapping():
		l.wrongShape(v, "`signals`", "a folder, a file, or files by table", example)
		return nil, false
	}
	list, _ := l.entries(v, "`signals`", example)
	if len(list) == 0 {
		l.report("empty", v.place(), example, "`signals` names no file")
		return nil, false
	}
	var inputs []rules.TestInput
	all := true
	for _, e := range list {
		path, ok := l.label(e.value, "the file of `"+clip(e.name())+"`")
		all = all && ok
		inputs = append(inputs, rules.TestInput{Table: e.name(), Path: path, Place: e.key.place()})
	}
	return inputs, all
}
