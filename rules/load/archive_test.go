package load_test

import (
	"bytes"
	"regexp"

	"github.com/bellwether-cs/bellwether/rules"
)

// archive is a text archive (txtar): a comment, and files that each begin with a
// line `-- name --`.
type archive struct {
	comment []byte
	files   []rules.File
}

var fileLine = regexp.MustCompile(`(?m)^-- (.+) --\n`)

func parseArchive(text []byte) archive {
	lines := fileLine.FindAllSubmatchIndex(text, -1)
	if len(lines) == 0 {
		return archive{comment: text}
	}
	a := archive{comment: text[:lines[0][0]]}
	for i, line := range lines {
		end := len(text)
		if i+1 < len(lines) {
			end = lines[i+1][0]
		}
		a.files = append(a.files, rules.File{Name: string(text[line[2]:line[3]]), Source: text[line[1]:end]})
	}
	return a
}

func (a archive) format() []byte {
	b := bytes.NewBuffer(bytes.Clone(a.comment))
	for _, f := range a.files {
		b.WriteString("-- " + f.Name + " --\n")
		b.Write(f.Source)
		if n := len(f.Source); n > 0 && f.Source[n-1] != '\n' {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}
