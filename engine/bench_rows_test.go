package engine_test

import "math"

// handRow is an account as an embedding program may hold it.
type handRow struct {
	size                                                  string
	configured, total, actions, users, openP1, nps, pulse float64
	hasNPS, hasPulse                                      bool
}

func newHandRows(accounts []benchAccount) []handRow {
	rows := make([]handRow, len(accounts))
	for i, a := range accounts {
		rows[i] = handRow{
			size: a.size, configured: float64(a.configured), total: float64(a.total), actions: float64(a.actions),
			users: float64(a.users), openP1: float64(a.openP1), nps: float64(a.nps), pulse: float64(a.pulse),
			hasNPS: a.nps != missingInt, hasPulse: a.pulse != missingInt,
		}
	}
	return rows
}

// scoreRows is the scorecard as a good engineer writes it by hand: a row at a time,
// nothing allocated.
func scoreRows(rows []handRow, out []benchScore) {
	out = out[:len(rows)]
	for i := range rows {
		r := &rows[i]
		segment := &benchMid
		switch r.size {
		case "enterprise":
			segment = &benchEnterprise
		case "smb":
			segment = &benchSMB
		}
		weights := &segment.weights
		points, weight := 0.0, 0.0
		if r.total != 0 {
			points += weights[0] * handPoints(r.configured*100/r.total, &segment.setup)
			weight += weights[0]
		}
		if r.users != 0 {
			points += weights[1] * handPoints(r.actions/r.users, &segment.usage)
			weight += weights[1]
		}
		if r.hasNPS {
			points += weights[2] * handPoints(r.nps, &npsEdges)
			weight += weights[2]
		}
		if r.hasPulse {
			points += weights[3] * handPoints(r.pulse, &pulseEdges)
			weight += weights[3]
		}
		if weight == 0 {
			out[i] = benchScore{score: math.NaN()}
			continue
		}
		score := points / weight
		if r.openP1 >= 2 {
			score = min(score, 4)
		}
		score = float64(int(score*100+0.5)) / 100 // never negative: half goes up
		band := bandRed
		switch {
		case score >= 7:
			band = bandGreen
		case score >= 4:
			band = bandYellow
		}
		all := weights[0] + weights[1] + weights[2] + weights[3]
		out[i] = benchScore{score: score, coverage: weight / all, band: band}
	}
}

// handPoints is 0 up to the first edge, 5 up to the second, then 10. It compiles
// without jumps: no processor foretells what the data decide.
func handPoints(value float64, edges *[2]float64) float64 {
	return float64(5 * (one(value > edges[0]) + one(value > edges[1])))
}

// one is 1 for yes and 0 for no, which compiles without a jump.
func one(yes bool) int {
	n := 0
	if yes {
		n = 1
	}
	return n
}
