package jsonschema

// level says whether measures are those of a card, or what a segment changes.
type level bool

const (
	general level = false
	changed level = true
)

var ways = []string{"up_to", "from", "linear", "map", "points", "rows"}

// leafOnly are the keys that a group has not.
var leafOnly = append([]string{"metric", "baseline", "code"}, ways...)

func measures(at level) *schema {
	if at == changed {
		return named(newName(), ref("changedMeasure")).
			about("Measures and groups by name, with what differs. `off` switches one off.")
	}
	s := named(newName(), ref("measure")).
		about("Measures and groups by name. A measure turns a figure into points; a group combines measures.")
	s.MinProperties = 1
	return s
}

func measure(at level) *schema {
	members, combines := ref("measures"), combine()
	if at == changed {
		members, combines = ref("changedMeasures"), combines.unset(nil)
	}
	s := keys("a measure or a group",
		property{"metric", reference().about("The metric or column that is scored. Left out, the one of the measure's own name.")},
		property{"weight", weight().unset(1).about("How much it counts: 0 or more, up to 6 decimals.")},
		property{"when", expression().about("Otherwise the measure takes no part.").example("days_since(start_date) >= 30")},
		property{"missing", missing()},
		property{"up_to", steps("Points by upper edges, each included: {50: 0, 70: 5, else: 10} is 0 up to 50, 5 above it and up to 70, then 10.")},
		property{"from", steps("Points by lower edges, each included: {else: 0, 51: 5, 71: 10} is 0 below 51, 5 from 51, 10 from 71.")},
		property{"linear", linear()},
		property{"map", lookup()},
		property{"points", expression().about("Points by an expression of `value`, brought back to the scale if it leaves it.").example("(value - 1) / 9 * 100")},
		property{"rows", rows()},
		property{"baseline", number().about("What `reasons` hold the points against. Left out, the good end of the scale.")},
		property{"code", label().about("A code for `reasons`.")},
		property{"combine", combines},
		property{"measures", members},
		property{"description", text().about("For people: what the measure says.")},
	)
	s.Dependencies = append(atMostOne(ways...), property{"measures", without(leafOnly...)})
	off := &schema{Title: "switched off", Enum: []any{"off", false}}
	if at == general {
		s.Dependencies = append(s.Dependencies, property{"combine", []string{"measures"}})
		for _, way := range append(append([]string{}, ways...), "measures") {
			s.AnyOf = append(s.AnyOf, has(way))
		}
	} else {
		off = &schema{Title: "switched off or on", Enum: []any{"off", "on", false, true}}
	}
	return &schema{
		Description: "A measure has one way to points: up_to, from, linear, map, points or rows. A group has measures. `off` switches either off.",
		AnyOf:       []*schema{s, off},
	}
}

// steps are edges with points.
func steps(about string) *schema {
	s := named(edgeOrElse(), number()).about(about).requires("else")
	s.MinProperties = 2
	return s.example(map[string]any{"50": 0, "70": 50, "else": 100})
}

func linear() *schema {
	s := named(edge(), number()).about("Straight lines between knots, level outside them: {0: 0, 100: 10}.")
	s.MinProperties = 2
	return s.example(map[string]any{"0": 0, "100": 100})
}

func lookup() *schema {
	s := named(nil, number()).about("Points by equal value: {gold: 10, silver: 5, else: 0}. Without `else`, other values have no points.")
	s.MinProperties = 1
	s.If, s.Then = has("else"), &schema{MinProperties: 2}
	return s.example(map[string]any{"yes": 100, "no": 0})
}

func rows() *schema {
	s := listOf(ref("row")).about("Points by conditions: the first row that holds. A row without `when` takes what is left, and is the last.")
	s.MinItems = 1
	return s
}

func row() *schema {
	return keys("a row",
		property{"when", expression().about("The condition. It also sees `value`: what the measure scores.")},
		property{"points", expression().about("A number, or an expression that is brought back to the scale.")},
		property{"code", label().about("A code for `reasons`, instead of the measure's.")},
	).about("A condition with its points.").requires("points")
}
