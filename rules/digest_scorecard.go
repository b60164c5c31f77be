package rules

// The words of enumerations in the canonical form. They are spelled out, so
// that renumbering a constant cannot change a digest.
var (
	canonicalBetter  = map[Better]string{BetterHigh: "high", BetterLow: "low"}
	canonicalCombine = map[Combine]string{
		CombineWeighted: "weighted", CombineMean: "mean", CombineMin: "min", CombineMax: "max", CombineSum: "sum",
	}
	canonicalMissing = map[MissingPolicy]string{
		MissingRedistribute: "redistribute", MissingZero: "zero", MissingFail: "fail", MissingPoints: "points",
	}
	canonicalSwitch = map[Switch]string{SwitchOn: "on", SwitchOff: "off"}
)

func (f *canonicalForm) scorecard(c *Scorecard) {
	f.form("scorecard", func() {
		f.text(c.Name)
		f.form("scale", func() {
			if c.Scale.None {
				f.word("none")
				return
			}
			f.num(c.Scale.Min)
			f.num(c.Scale.Max)
		})
		f.form("better", func() { f.word(canonicalBetter[c.Better]) })
		f.number("start", c.Start)
		f.form("round", func() { f.int(c.Round) })
		f.number("min_coverage", c.MinCoverage)
		top := c.Group
		if top.Missing.Policy == MissingUnset {
			top.Missing.Policy = MissingRedistribute
		}
		f.measure(&top, true)
		f.overrides(c.Overrides)
		f.bands(c.Bands)
		for _, s := range sortedBy(c.Segments, func(s *SegmentChange) string { return s.Segment.Text }) {
			f.change(s)
		}
	})
}

func (f *canonicalForm) change(s *SegmentChange) {
	f.form("segment", func() {
		f.text(s.Segment.Text)
		if s.Better != nil {
			f.form("better", func() { f.word(canonicalBetter[*s.Better]) })
		}
		f.number("start", s.Start)
		f.number("min_coverage", s.MinCoverage)
		f.measure(&s.Group, false)
		f.overrides(s.Overrides)
		f.bands(s.Bands)
	})
}

// measure writes a measure or group. Whole ones have their defaults filled in,
// changes hold only what they change.
func (f *canonicalForm) measure(m *Measure, whole bool) {
	name := "measure"
	if m.IsGroup {
		name = "group"
	}
	f.form(name, func() {
		f.text(m.Name)
		if m.Switch != SwitchUnset {
			f.word(canonicalSwitch[m.Switch])
		}
		f.measureFields(m, whole && m.Switch != SwitchOff)
		for _, member := range m.Measures {
			f.measure(member, whole)
		}
	})
}

func (f *canonicalForm) measureFields(m *Measure, whole bool) {
	switch {
	case m.Metric != nil:
		f.field("metric", m.Metric.Text)
	case whole && m.Points != nil && m.Points.Kind != PointsRows && m.Points.Kind != PointsExpr:
		f.field("metric", m.Name)
	}
	if m.Weight != nil {
		f.number("weight", m.Weight)
	} else if whole {
		f.form("weight", func() { f.int(1) })
	}
	f.expression("when", m.When)
	if m.Missing.Policy != MissingUnset {
		f.form("missing", func() {
			f.word(canonicalMissing[m.Missing.Policy])
			if m.Missing.Policy == MissingPoints {
				f.num(m.Missing.Points.Value)
			}
		})
	}
	combine := m.Combine
	if combine == CombineUnset && m.IsGroup && whole {
		combine = CombineWeighted
	}
	if combine != CombineUnset {
		f.form("combine", func() { f.word(canonicalCombine[combine]) })
	}
	f.number("baseline", m.Baseline)
	f.field("code", m.Code)
	if m.Points != nil {
		f.form(m.Points.Kind.String(), func() { f.points(m.Points) })
	}
}

func (f *canonicalForm) points(p *Points) {
	for _, s := range p.Steps {
		f.form("step", func() { f.num(s.Edge.Value); f.num(s.Points.Value) })
	}
	for _, e := range sortedBy(p.Entries, func(e Entry) string { return e.Key.Text }) {
		f.form("entry", func() { f.text(e.Key.Text); f.num(e.Points.Value) })
	}
	f.number("else", p.Else)
	f.expression("expr", p.Expr)
	for _, r := range p.Rows {
		f.form("row", func() {
			f.expression("when", r.When)
			f.number("points", r.Points)
			f.expression("expr", r.Expr)
			f.field("code", r.Code)
		})
	}
}

func (f *canonicalForm) overrides(overrides []*Override) {
	for _, o := range overrides {
		f.form("override", func() {
			f.expression("when", o.When)
			f.number("adjust", o.Adjust)
			f.number("cap", o.Cap)
			f.number("floor", o.Floor)
			if o.Band != nil {
				f.field("band", o.Band.Text)
			}
			f.field("reason", o.Reason)
		})
	}
}

func (f *canonicalForm) bands(bands []*Band) {
	for _, b := range bands {
		f.form("band", func() {
			f.text(b.Name)
			f.number("from", b.From)
			f.number("up_to", b.UpTo)
		})
	}
}
