package jsonschema

var combineWords = []string{"weighted", "mean", "min", "max", "sum"}

func combine() *schema {
	return words(combineWords...).unset("weighted").
		about("How the members make one figure. In mean, min, max and sum, weights say nothing.")
}

// missing says what happens where there are no points.
func missing() *schema {
	policy := words("redistribute", "zero", "fail")
	policy.Title = "a word"
	points := number()
	points.Title = "points"
	return (&schema{AnyOf: []*schema{policy, points}}).unset("redistribute").
		about("Where there are no points. `redistribute`: the weight goes to the others; `zero` or a number: these points stand in; `fail`: no score.")
}

func scale() *schema {
	open := words("none")
	open.Title = "no ends"
	ends := keys("two ends",
		property{"min", number().unset(0).about("The lowest score.")},
		property{"max", number().unset(100).about("The highest score.")})
	return (&schema{AnyOf: []*schema{open, ends}}).
		about("The ends of the scale: {min: 0, max: 10}, or `none`. Left out: 0 to 100. Points lie on the scale.").example("none")
}

func better() *schema {
	return words("high", "low").unset("high").about("Which end of the scale is good. `low` is for cards of risk.")
}

func minCoverage() *schema {
	return fraction().about("Below this part of weights with data the band is `unknown`: 50% or 0.5.").example("50%")
}

func start() *schema {
	return number().unset(0).about("What the score begins with. Needs combine: sum.")
}

func overrides() *schema {
	return listOf(ref("override")).about("Corrections, in this order, each on what the one before left.")
}

// scorecard is a whole card.
func scorecard() *schema {
	s := keys("a scorecard",
		property{"description", text().about("For people: what the score is for.")},
		property{"scale", scale()},
		property{"better", better()},
		property{"round", decimals().unset(2).about("Decimals of the score, 0 to 9.")},
		property{"combine", combine()},
		property{"start", start()},
		property{"missing", missing()},
		property{"min_coverage", minCoverage()},
		property{"measures", ref("measures")},
		property{"segments", (&schema{Type: types{"object"}, AdditionalProperties: ref("change")}).
			about("What differs for a segment, by its name; only that. `default` may have changes too.")},
		property{"overrides", overrides()},
		property{"bands", ref("bands")},
	).about("How what is known of an account turns into a score.").requires("measures")
	s.If, s.Then = has("start"), &schema{Required: []string{"combine"}, Properties: properties{{"combine", words("sum")}}}
	return s
}

// change is what differs for one segment.
func change() *schema {
	s := keys("what a segment changes",
		property{"better", better()},
		property{"combine", combine()},
		property{"start", start()},
		property{"missing", missing()},
		property{"min_coverage", minCoverage()},
		property{"measures", ref("changedMeasures")},
		property{"overrides", overrides().about("Added after those of the scorecard.")},
		property{"bands", ref("bands")},
	).about("What differs for this segment. `scale` and `round` are the same for all.")
	s.If, s.Then = has("start", "combine"), &schema{Properties: properties{{"combine", words("sum")}}}
	return s
}

// override corrects a score.
func override() *schema {
	s := keys("an override",
		property{"when", expression().about("The condition; `true` holds always. It also sees `score` and `coverage`, as before the first override.")},
		property{"adjust", number().about("Adds to the score, or takes off. Done first.")},
		property{"cap", number().about("The score is at most this. Done second.")},
		property{"floor", number().about("The score is at least this. Done third.")},
		property{"band", label().about("The band is this one, whatever the score. The last that holds wins.")},
		property{"reason", text().about("Printed with the result.")},
	).about("A correction of the score: when, and adjust, cap, floor or band.").requires("when")
	s.AnyOf = []*schema{has("cap"), has("floor"), has("adjust"), has("band")}
	return s
}

func bands() *schema {
	s := named(newName(), ref("band")).
		about("The colours by name. All have `from`, highest first, or all have `up_to`, lowest first; the last is {} and takes the rest.")
	s.MinProperties = 1
	return s.example(map[string]any{"green": map[string]any{"from": 70}, "red": map[string]any{}})
}

func band() *schema {
	s := keys("a band",
		property{"from", number().about("The lowest score of the band.")},
		property{"up_to", number().about("The highest score of the band.")},
	).about("Where the band begins or ends; {} takes the rest, and is the last.")
	s.MaxProperties = 1
	return s
}
