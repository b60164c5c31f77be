package files

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/spelling"
)

// Format is the format of a file.
type Format string

// The formats that are read.
const (
	ByContent Format = "" // as the first bytes look
	CSV       Format = "csv"
	NDJSON    Format = "ndjson"
	JSON      Format = "json"
)

// stdin names standard input.
const stdin = "-"

// source is the file of one table.
type source struct {
	path   string
	format Format
}

// resolver finds the file of each table.
type resolver struct {
	schema *signals.Schema
	format Format // of what has no telling name
	notice func(string)
	// ignored is told which files look like tables and are none.
	ignored func(string)
	found   map[string]source // by table
}

// formatOf tells the format by the end of a file's name.
func formatOf(path string) (Format, bool) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		return CSV, true
	case ".ndjson", ".jsonl":
		return NDJSON, true
	case ".json":
		return JSON, true
	}
	return ByContent, false
}

// resolve reads one input as the program's user gives it: a folder, a file or -
// with the accounts, or TABLE=FILE.
func (r *resolver) resolve(input string) error {
	if table, path, ok := strings.Cut(input, "="); ok {
		if t, _ := r.schema.Table(table); t != nil {
			return r.addFile(table, path)
		}
		if _, err := os.Stat(input); err != nil {
			return &UnknownTableError{Input: input, Table: table, Near: r.near(table)}
		}
	}
	if input == stdin {
		return r.addFile(r.schema.Root().Name, input)
	}
	info, err := os.Stat(input)
	if err != nil {
		return &FileError{File: input, Err: cause(err)}
	}
	if info.IsDir() {
		return r.addFolder(input)
	}
	return r.addFile(r.schema.Root().Name, input)
}

func (r *resolver) addFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return &FileError{File: folder, Err: cause(err)}
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		path := filepath.Join(folder, name)
		// Stat follows links: mounted folders are made of them.
		info, err := os.Stat(path)
		if err != nil {
			return &FileError{File: path, Err: cause(err)}
		}
		if info.IsDir() {
			r.notice(path + ": ignored, because it is a folder")
			continue
		}
		_, known := formatOf(name)
		table := strings.TrimSuffix(name, filepath.Ext(name))
		switch t, _ := r.schema.Table(table); {
		case !known:
			tell := r.notice
			if t != nil {
				tell = r.ignored
			}
			tell(path + ": ignored; tables are read from .csv, .ndjson, .jsonl and .json")
		case t == nil:
			text := fmt.Sprintf("%s: ignored, because there is no table %s", path, table)
			if near := r.near(table); near != "" {
				text += fmt.Sprintf("; did you mean %s?", near)
			}
			r.ignored(text)
		default:
			if err := r.add(table, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// addFile adds a file that was named itself, so that it has to be there.
func (r *resolver) addFile(table, path string) error {
	if path != stdin {
		info, err := os.Stat(path)
		if err != nil {
			return &FileError{File: path, Err: cause(err)}
		}
		if info.IsDir() {
			return &FileError{File: path, Err: fmt.Errorf("it is a folder; expected a file with the table %s", table)}
		}
	}
	return r.add(table, path)
}

func (r *resolver) add(table, path string) error {
	if first, taken := r.found[table]; taken {
		return &AmbiguousTableError{Table: table, Files: [2]string{first.path, path}}
	}
	if path == stdin {
		for other, s := range r.found {
			if s.path == stdin {
				return &FileError{File: path, Err: fmt.Errorf("standard input cannot hold both %s and %s", other, table)}
			}
		}
	}
	format, known := formatOf(path)
	if !known || path == stdin {
		format = r.format
	}
	r.found[table] = source{path: path, format: format}
	return nil
}

func (r *resolver) near(table string) string {
	names := make([]string, len(r.schema.Tables))
	for i, t := range r.schema.Tables {
		names[i] = t.Name
	}
	near := spelling.Nearest(table, names)
	return near
}
