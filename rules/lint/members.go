package lint

import (
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/check"
)

// variants are the forms of a scorecard that an account can meet: the general one
// unless each segment, `default` included, changes something, and those of the
// segments.
func variants(set *rules.Set, card check.Scorecard) []*check.Variant {
	if set.Segments.By != nil {
		return card.Variants
	}
	general := card.BySegment["default"] == 0
	for _, s := range set.Segments.List {
		general = general || card.BySegment[s.Name] == 0
	}
	if general {
		return card.Variants
	}
	return card.Variants[1:]
}

// weighs tells whether the weights of a group's members count.
func weighs(group *rules.Measure) bool {
	return group.Combine == rules.CombineUnset || group.Combine == rules.CombineWeighted
}

// weightless tells whether a member of a group takes no part because of its weight.
func weightless(group, member *rules.Measure) bool {
	return weighs(group) && member.Weight != nil && member.Weight.Value.Sign() == 0
}
