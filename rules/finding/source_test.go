package finding_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/rules/finding"
)

// reporting are the folders of the packages that find something.
var reporting = []string{"..", "../../engine/inspect", "../../engine/ruletest"}

// TestEachIDHasAPage walks the source of all that reports findings: each id has a
// page, and each page is of an id that is reported.
func TestEachIDHasAPage(t *testing.T) {
	reported := reportedIDs(t)
	pages := map[string]bool{}
	for _, f := range finding.All() {
		pages[f.ID] = true
		if len(reported[f.ID]) == 0 {
			t.Errorf("%s has a page, and nothing reports it", f.ID)
		}
	}
	for id, places := range reported {
		if !pages[id] {
			t.Errorf("%s has no page; it is reported in %s", id, strings.Join(places, ", "))
		}
	}
}

// reportedIDs finds the ids that the source reports, with their places.
func reportedIDs(t *testing.T) map[string][]string {
	w := &sourceWalk{T: t, files: token.NewFileSet(), position: map[string]int{}, fields: map[string]int{}, ids: map[string][]string{}}
	for _, folder := range reporting {
		err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil && os.IsNotExist(err) && path == folder {
				return nil
			}
			if err == nil && e.IsDir() && e.Name() == "internal" {
				return fs.SkipDir // what tests share
			}
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(w.files, path, nil, 0)
			w.parsed = append(w.parsed, file)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range w.parsed {
		w.declarations(file)
	}
	for _, file := range w.parsed {
		w.uses(file)
	}
	return w.ids
}

type sourceWalk struct {
	*testing.T
	files  *token.FileSet
	parsed []*ast.File
	// position is which argument of a function is called id.
	position map[string]int
	// fields is which field of a struct is called id.
	fields map[string]int
	ids    map[string][]string
}

// declarations finds functions with an argument, and structs with a field, that is
// called id.
func (w *sourceWalk) declarations(file *ast.File) {
	index := func(list *ast.FieldList) int {
		i := 0
		for _, field := range list.List {
			for _, name := range field.Names {
				if isID(name.Name) {
					return i
				}
				i++
			}
		}
		return -1
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if i := index(n.Type.Params); i >= 0 {
				w.position[n.Name.Name] = i
			}
		case *ast.TypeSpec:
			if s, ok := n.Type.(*ast.StructType); ok {
				if i := index(s.Fields); i >= 0 {
					w.fields[n.Name.Name] = i
				}
			}
		}
		return true
	})
}

func isID(name string) bool { return name == "id" || name == "ID" }

// uses finds what is given as an id.
func (w *sourceWalk) uses(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				if x, ok := f.X.(*ast.Ident); !ok || x.Name != "fmt" {
					name = f.Sel.Name
				}
			}
			if i, ok := w.position[name]; ok && i < len(n.Args) {
				w.id(n.Args[i])
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && isID(key.Name) {
				w.id(n.Value)
			}
		case *ast.CompositeLit:
			name, ok := n.Type.(*ast.Ident)
			if !ok {
				return true
			}
			if i, ok := w.fields[name.Name]; ok && i < len(n.Elts) {
				if _, keyed := n.Elts[0].(*ast.KeyValueExpr); !keyed {
					w.id(n.Elts[i])
				}
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if s, ok := left.(*ast.SelectorExpr); ok && isID(s.Sel.Name) && len(n.Rhs) == len(n.Lhs) {
					w.id(n.Rhs[i])
				}
			}
		}
		return true
	})
}

// id adds an id that is written out. One that is handed on was written out elsewhere.
func (w *sourceWalk) id(e ast.Expr) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return
	}
	id, err := strconv.Unquote(literal.Value)
	if err != nil {
		w.Fatal(err)
	}
	at := w.files.Position(e.Pos())
	w.ids[id] = append(w.ids[id], at.Filename+":"+strconv.Itoa(at.Line))
}
