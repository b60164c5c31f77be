package reference

import "math/big"

// reading is what one leaf gave before any combining.
type reading struct {
	takesPart bool
	value     Value
	points    *big.Rat // nil = missing
	hasValue  bool     // counts as covered
	code      string
}

// read evaluates a leaf for the account.
func (a *account) read(c *Scorecard, m *Member) reading {
	r := reading{takesPart: m.When == nil || a.scope().eval(m.When).holds(), code: m.Code}
	metric, has := a.metricOf(m)
	in := a.scope()
	if has {
		r.value = a.lookup(metric)
		in = in.bind("value", r.value, in.typeOfName(metric))
	}
	switch m.Way.Kind {
	case "points":
		r.points = c.clamped(in.eval(m.Way.Points))
		r.hasValue = r.points != nil && (!has || !r.value.missing())
		return r
	case "rows":
		for _, row := range m.Way.Rows {
			if row.When == nil || in.eval(row.When).holds() {
				r.points = c.clamped(in.eval(row.Points))
				r.code = orElse(row.Code, r.code)
				break
			}
		}
	default:
		if !r.value.missing() {
			r.points = m.Way.at(r.value)
			if m.Way.onEdge(r.value) {
				a.portfolio.tag(TagThreshold)
			}
		}
	}
	// Rows that give points to a missing value do so for want of data.
	r.hasValue = r.points != nil && (!has || !r.value.missing())
	return r
}

// metricOf is the metric or column that a measure reads, by default of its own name.
func (a *account) metricOf(m *Member) (string, bool) {
	if m.Metric != "" {
		return m.Metric, true
	}
	rs := a.portfolio.rules
	return m.Name, rs.root().column(m.Name) != nil || rs.metric(m.Name) != nil
}

// clamped keeps computed points within the scale.
func (c *Scorecard) clamped(v Value) *big.Rat {
	if v.missing() {
		return nil
	}
	return c.clampToScale(v.Num)
}

func (c *Scorecard) clampToScale(x *big.Rat) *big.Rat {
	if c.Scale == nil {
		return x
	}
	if low := c.Scale.Min.Rat(); x.Cmp(low) < 0 {
		return low
	}
	if high := c.Scale.Max.Rat(); x.Cmp(high) > 0 {
		return high
	}
	return x
}

// at gives the points for a present value; nil where no row takes it.
func (w *Way) at(v Value) *big.Rat {
	switch w.Kind {
	case "up_to":
		for _, s := range w.Steps {
			if v.Num.Cmp(s.At.Rat()) <= 0 {
				return s.Points.Rat()
			}
		}
		return w.Else.Rat()
	case "from":
		for i := len(w.Steps) - 1; i >= 0; i-- {
			if v.Num.Cmp(w.Steps[i].At.Rat()) >= 0 {
				return w.Steps[i].Points.Rat()
			}
		}
		return w.Else.Rat()
	case "map":
		for _, k := range w.Keys {
			if equal(k.Is, v) {
				return k.Points.Rat()
			}
		}
		if w.Else == "" {
			return nil
		}
		return w.Else.Rat()
	case "linear":
		return w.line(v.Num)
	}
	panic("reference: unknown way " + w.Kind)
}

// line is straight between knots and flat outside them.
func (w *Way) line(x *big.Rat) *big.Rat {
	last := len(w.Steps) - 1
	if x.Cmp(w.Steps[0].At.Rat()) <= 0 {
		return w.Steps[0].Points.Rat()
	}
	if x.Cmp(w.Steps[last].At.Rat()) >= 0 {
		return w.Steps[last].Points.Rat()
	}
	i := 0
	for x.Cmp(w.Steps[i+1].At.Rat()) > 0 {
		i++
	}
	x0, x1 := w.Steps[i].At.Rat(), w.Steps[i+1].At.Rat()
	y0, y1 := w.Steps[i].Points.Rat(), w.Steps[i+1].Points.Rat()
	return add(y0, mul(sub(y1, y0), quo(sub(x, x0), sub(x1, x0))))
}

func (w *Way) onEdge(v Value) bool {
	for _, s := range w.Steps {
		if v.Num.Cmp(s.At.Rat()) == 0 {
			return true
		}
	}
	return false
}
