package rules

// For is the scorecard as it holds in a segment: what the segment changes is
// merged into it down to the measure. s itself if the segment changes nothing.
func (s *Scorecard) For(segment string) *Scorecard {
	for _, c := range s.Segments {
		if c.Segment.Text == segment {
			return s.merge(c)
		}
	}
	return s
}

func (s *Scorecard) merge(c *SegmentChange) *Scorecard {
	m := *s
	m.Segments = nil
	m.Group = *mergeMeasure(&s.Group, &c.Group)
	if c.MinCoverage != nil {
		m.MinCoverage = c.MinCoverage
	}
	if c.Start != nil {
		m.Start = c.Start
	}
	if c.Better != nil {
		m.Better = *c.Better
	}
	m.Overrides = append(append([]*Override(nil), s.Overrides...), c.Overrides...)
	m.Bands = mergeBands(s.Bands, c.Bands)
	return &m
}

// mergeMeasure lays a change over a measure. A way to points replaces the other
// whole; a change that is written out switches a measure on again.
func mergeMeasure(base, change *Measure) *Measure {
	m := *base
	if change.Switch != SwitchUnset {
		m.Switch = change.Switch
	}
	if change.Metric != nil {
		m.Metric = change.Metric
	}
	if change.Weight != nil {
		m.Weight = change.Weight
	}
	if change.When != nil {
		m.When = change.When
	}
	if change.Missing.Policy != MissingUnset {
		m.Missing = change.Missing
	}
	if change.Points != nil {
		m.Points = change.Points
	}
	if change.Baseline != nil {
		m.Baseline = change.Baseline
	}
	if change.Code != "" {
		m.Code = change.Code
	}
	if change.Combine != CombineUnset {
		m.Combine = change.Combine
	}
	if !change.IsGroup {
		return &m
	}
	m.IsGroup = true
	m.Measures = append([]*Measure(nil), base.Measures...)
	for _, c := range change.Measures {
		if i := indexOf(m.Measures, c.Name); i >= 0 {
			m.Measures[i] = mergeMeasure(m.Measures[i], c)
		} else {
			m.Measures = append(m.Measures, c)
		}
	}
	return &m
}

func indexOf(list []*Measure, name string) int {
	for i, m := range list {
		if m.Name == name {
			return i
		}
	}
	return -1
}

// mergeBands lays the bands of a change over the general ones, by name.
func mergeBands(base, change []*Band) []*Band {
	merged := append([]*Band(nil), base...)
next:
	for _, c := range change {
		for i, b := range merged {
			if b.Name == c.Name {
				merged[i] = c
				continue next
			}
		}
		merged = append(merged, c)
	}
	return merged
}
