package load

import (
	"github.com/bellwether-cs/bellwether/rules"
)

// sectionNames are the keys at the top of a rule file.
var sectionNames = []string{
	"language", "signals", "metrics", "segments", "scorecards", "flags", "peers", "functions",
	"revenue", "rollups", "experiments",
}

// laterSections are kept for later versions of the program.
var laterSections = []string{"experiments", "revenue", "rollups"}

// section is what one file says under a key at the top.
type section struct {
	key, value value
}

// sections reads the documents of all files. Sections of the same name add up,
// in path order.
func (l *loader) sections(roots []value) {
	written := map[string][]section{}
	for _, root := range roots {
		if !root.isMapping() {
			l.partial = true
			l.wrongShape(root, "a rule file", "a mapping", "its keys: language, signals, metrics, ...")
			continue
		}
		l.unread.Names = l.unread.Names || l.holes[root.node]
		for i := 0; i+1 < len(root.node.Content); i += 2 {
			s := section{root.child(root.node.Content[i]), root.child(root.node.Content[i+1])}
			written[s.key.node.Value] = append(written[s.key.node.Value], s)
			l.knownSection(s)
		}
	}
	l.language(written["language"])
	l.signals(written["signals"])
	l.functions(written["functions"])
	l.metrics(written["metrics"])
	l.segments(written["segments"])
	l.peers(written["peers"])
	l.scorecards(written["scorecards"])
	l.flags(written["flags"])
	for _, name := range laterSections {
		l.later(name, written[name])
	}
}

func (l *loader) knownSection(s section) {
	name := s.key.node.Value
	for _, known := range sectionNames {
		if name == known {
			return
		}
	}
	if name == "tests" {
		l.report("unknown-key", s.key.place(), "name the file so that it ends in _test.yaml", "rule tests stand in files of their own")
		return
	}
	l.unknownKey(entry(s), "a rule file", sectionNames)
	l.unread.Names = true // it may be a section with a slip of the pen in its name
}

// named reads the entries of a section over all files.
func (l *loader) named(sections []section, what, example string, read func(e entry)) {
	for _, s := range sections {
		list, ok := l.entries(s.value, what, example)
		if !ok {
			l.partial = true
			continue
		}
		l.unread.Names = l.unread.Names || l.holes[s.value.node]
		for _, e := range list {
			read(e)
		}
	}
}

// language requires that the files say in which language they are written.
func (l *loader) language(sections []section) {
	for _, s := range sections {
		text, ok := l.text(s.value, "`language`")
		if ok && text != "1" {
			l.report("language-version", s.value.place(), "write language: 1; for rules of a later language, install a newer bellwether",
				"this program reads language 1, not %s", quoted(text))
		}
	}
	if len(sections) == 0 && !l.partial && !l.unread.Names && len(l.set.Files) > 0 {
		l.report("language-missing", rules.Place{File: l.set.Files[0].Name, Line: 1, Column: 1}, "write language: 1 at the top of one file",
			"no file says in which language the rules are written")
	}
}
