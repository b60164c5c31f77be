package reference

// forSegment is the card as a segment has it: the patch, if any, merged in.
func (c *Scorecard) forSegment(segment string) *Scorecard {
	merged := *c
	merged.Members = mergeMembers(c.Members, nil)
	for _, patch := range c.Patches {
		if patch.Segment != segment {
			continue
		}
		merged.Members = mergeMembers(c.Members, patch.Members)
		merged.Overrides = append(append([]Override(nil), c.Overrides...), patch.Overrides...)
		merged.Bands = mergeBands(c.Bands, patch.Bands)
		if patch.MinCoverage != "" {
			merged.MinCoverage = patch.MinCoverage
		}
	}
	return &merged
}

// mergeMembers merges by name, down to the measure; what is new comes last.
func mergeMembers(general, patches []*Member) []*Member {
	var merged []*Member
	known := map[string]bool{}
	for _, m := range general {
		known[m.Name] = true
		patched := *m
		for _, p := range patches {
			if p.Name == m.Name {
				patched = patchMember(*m, p)
			}
		}
		merged = append(merged, &patched)
	}
	for _, p := range patches {
		if !known[p.Name] {
			merged = append(merged, p)
		}
	}
	return merged
}

func patchMember(m Member, p *Member) Member {
	m.Off = p.Off
	m.Weight = orElse(p.Weight, m.Weight)
	m.Missing = orElse(p.Missing, m.Missing)
	m.Metric = orElse(p.Metric, m.Metric)
	m.Baseline = orElse(p.Baseline, m.Baseline)
	m.Code = orElse(p.Code, m.Code)
	m.Combine = orElse(p.Combine, m.Combine)
	if p.When != nil {
		m.When = p.When
	}
	if p.Way != nil {
		m.Way = p.Way // a way to points replaces the other whole
	}
	if m.group() {
		m.Members = mergeMembers(m.Members, p.Members)
	}
	return m
}

func mergeBands(general, patches []Band) []Band {
	var merged []Band
	for _, b := range general {
		for _, p := range patches {
			if p.Name == b.Name {
				b = p
			}
		}
		merged = append(merged, b)
	}
	return merged
}

func orElse[T ~string](own, other T) T {
	if own != "" {
		return own
	}
	return other
}
