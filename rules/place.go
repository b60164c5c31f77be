package rules

import (
	"fmt"
	"strings"
)

// Place is where in the rule files something stands. Line and Column count from
// 1, columns in characters. Length is the number of characters meant, 0 if unknown.
type Place struct {
	File         string
	Line, Column int
	Length       int
}

// IsZero tells whether the place is not known.
func (p Place) IsZero() bool { return p.File == "" && p.Line == 0 }

// String is the place as file:line:column, as far as it is known.
func (p Place) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Relative gives a function that names the file of a place from the folder that
// holds all files of the set: the same wherever that folder lies and however it was
// named.
func (s *Set) Relative() func(Place) Place {
	folder := s.folder()
	return func(p Place) Place {
		p.File = strings.TrimPrefix(p.File, folder)
		return p
	}
}

// folder is the longest run of folders that all files of the set lie in.
func (s *Set) folder() string {
	common := ""
	for i, f := range s.Files {
		folder := f.Name[:strings.LastIndexByte(f.Name, '/')+1]
		if i == 0 {
			common = folder
		}
		for !strings.HasPrefix(folder, common) {
			common = common[:strings.LastIndexByte(strings.TrimSuffix(common, "/"), '/')+1]
		}
	}
	return common
}
