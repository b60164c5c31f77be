package lint

import (
	"slices"

	"github.com/bellwether-cs/bellwether/rules"
)

// unusedFunctions finds functions of the rules that nothing calls, and arguments
// that a function does not look at.
func (p *pass) unusedFunctions(u *usage) {
	functions := p.checked.Set.Functions
	for _, f := range functions {
		if !u.called[f.Name] {
			p.uncalled(f, functions)
			continue
		}
		words := word.FindAllString(f.Expr.Text, -1)
		for _, a := range f.Args {
			if !slices.Contains(words, a.Text) {
				p.warn("unused-function", a.Place, "use it in `expr`, or leave it out here and where the function is called",
					"the function `%s` does not use its argument `%s`", f.Name, a.Text)
			}
		}
	}
}

func (p *pass) uncalled(f *rules.Function, functions []*rules.Function) {
	const hint = "call it in an expression, or delete it"
	for _, g := range functions {
		for _, c := range call.FindAllStringSubmatch(g.Expr.Text, -1) {
			if c[1] == f.Name {
				p.warn("unused-function", f.Place, hint, "the function `%s` is called by `%s` only, which nothing calls", f.Name, g.Name)
				return
			}
		}
	}
	p.warn("unused-function", f.Place, hint, "nothing calls the function `%s`", f.Name)
}
