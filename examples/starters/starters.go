package starters

import (
	"embed"
	"io/fs"
	"path"
)

//go:embed saas minimal product-led telecom
var folders embed.FS

// Template is a rule set to start from.
type Template struct {
	// Name is what people type.
	Name string
	// About says in a line for whom it is.
	About string
}

// Templates lists the templates, that of `init` without a choice first.
func Templates() []Template {
	return []Template{
		{"saas", "software by subscription: setup, usage, voice, support, renewal, pulse"},
		{"minimal", "one table, two measures, in one file"},
		{"product-led", "free plans and trials: activation, stickiness, depth, trend"},
		{"telecom", "contracts and calls: a card of risk beside one of health"},
	}
}

// File is a file of a template.
type File struct {
	// Path is slash-separated, from the top of the template.
	Path    string
	Content []byte
}

// Files gives the files of a template, in the order of their paths. The error is
// fs.ErrNotExist for a name that no template has.
func Files(name string) ([]File, error) {
	if !fs.ValidPath(name) || path.Base(name) != name || name == "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	top, err := fs.Sub(folders, name)
	if err != nil {
		return nil, err
	}
	var found []File
	err = fs.WalkDir(top, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(top, path)
		found = append(found, File{Path: path, Content: content})
		return err
	})
	return found, err
}
