package lint

// unusedMetrics finds metrics that no score, segment or flag depends on.
func (p *pass) unusedMetrics(u *usage) {
	metrics := p.checked.Metrics
	used := make([]bool, len(metrics))
	var use func(i int)
	use = func(i int) {
		if !used[i] {
			used[i] = true
			for _, j := range u.between[i] {
				use(j)
			}
		}
	}
	for i, m := range metrics {
		if u.metrics[i] || u.words[m.Name] {
			use(i)
		}
	}
	user := map[int]string{} // a metric that uses it, the first written
	for i, m := range metrics {
		for _, j := range u.between[i] {
			if user[j] == "" {
				user[j] = m.Name
			}
		}
	}
	const hint = "use it in a measure, a segment, an override or a flag, or delete it"
	for i, m := range metrics {
		switch {
		case used[i]:
		case user[i] != "":
			p.warn("unused-metric", m.Place, hint, "the metric `%s` is used by `%s` only, which nothing uses", m.Name, user[i])
		default:
			p.warn("unused-metric", m.Place, hint, "nothing uses the metric `%s`", m.Name)
		}
	}
}
