package signaltest

import "strings"

// Archive is several text files in one, in the txtar format: a comment, then
// each file behind a line with its name between "-- " and " --".
type Archive struct {
	Comment string
	Files   []File
}

// File is one file of an archive.
type File struct{ Name, Data string }

// ParseArchive takes an archive apart.
func ParseArchive(text string) Archive {
	var a Archive
	at := &a.Comment
	for line := range strings.Lines(text) {
		marker := strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(marker, "-- "); ok && strings.HasSuffix(name, " --") {
			a.Files = append(a.Files, File{Name: strings.TrimSuffix(name, " --")})
			at = &a.Files[len(a.Files)-1].Data
			continue
		}
		*at += line
	}
	return a
}

// String is the archive as text.
func (a Archive) String() string {
	var b strings.Builder
	b.WriteString(a.Comment)
	for _, f := range a.Files {
		b.WriteString("-- " + f.Name + " --\n" + f.Data)
	}
	return b.String()
}
