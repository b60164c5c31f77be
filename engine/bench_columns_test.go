package engine_test

import "math"

// handColumns are the accounts as columns: sizes as codes, masks of what is
// missing.
type handColumns struct {
	size                                                  []uint8
	configured, total, actions, users, openP1, nps, pulse []float64
	noNPS, noPulse                                        []uint8 // absent where missing, else 0
}

// handScores are the columns that come out.
type handScores struct {
	score, coverage []float64
	band            []benchBand
}

func newHandColumns(accounts []benchAccount) *handColumns {
	n := len(accounts)
	c := &handColumns{size: make([]uint8, n), noNPS: make([]uint8, n), noPulse: make([]uint8, n)}
	for _, column := range []*[]float64{&c.configured, &c.total, &c.actions, &c.users, &c.openP1, &c.nps, &c.pulse} {
		*column = make([]float64, n)
	}
	for i, a := range accounts {
		switch a.size {
		case "enterprise":
			c.size[i] = 1
		case "smb":
			c.size[i] = 2
		}
		c.configured[i], c.total[i], c.actions[i] = float64(a.configured), float64(a.total), float64(a.actions)
		c.users[i], c.openP1[i] = float64(a.users), float64(a.openP1)
		c.nps[i], c.noNPS[i] = float64(a.nps), uint8(absent*one(a.nps == missingInt))
		c.pulse[i], c.noPulse[i] = float64(a.pulse), uint8(absent*one(a.pulse == missingInt))
	}
	return c
}

func newHandScores(n int) *handScores {
	return &handScores{score: make([]float64, n), coverage: make([]float64, n), band: make([]benchBand, n)}
}

func (s *handScores) all() []benchScore {
	out := make([]benchScore, len(s.score))
	for i := range out {
		out[i] = benchScore{score: s.score[i], coverage: s.coverage[i], band: s.band[i]}
	}
	return out
}

// absent is the step of a measure without a value; the others have 0, 5 and 10
// points. Two bits a measure make the state of an account.
const absent = 3

// The tables of the segments, by the code of the size: edges of setup and usage, and
// by the state, or the lower and the upper half of it, the weighted points, 100 /
// weight and the coverage. There is a fourth, empty, so that no index needs a check.
var (
	handEdges                [4][4]float64
	handRates, handOpinions  [4 * 16]float64
	handScaled, handCoverage [4 * 256]float64
)

func init() {
	for size, segment := range []benchSegment{benchMid, benchEnterprise, benchSMB} {
		copy(handEdges[size][:2], segment.setup[:])
		copy(handEdges[size][2:], segment.usage[:])
		for state := range 256 {
			weight, points := 0.0, [4]float64{}
			for m, w := range segment.weights {
				if step := state >> (2 * m) & 3; step != absent {
					weight, points[m] = weight+w, w*float64(5*step)
				}
			}
			handRates[size<<4|state&15] = points[0] + points[1]
			handOpinions[size<<4|state>>4] = points[2] + points[3]
			handScaled[size<<8|state], handCoverage[size<<8|state] = 100/weight, weight/100
		}
	}
}

// hundredths are the scores by 100 times themselves.
var hundredths = func() (table [1024]float64) {
	for i := range table {
		table[i] = float64(i) / 100
	}
	return table
}()

// scoreColumns is the scorecard by hand over columns, as fast as we know in plain
// Go: no jumps on data, blocks that stay in the cache, and loops so short that
// several rounds are under way at once (one loop for all took twice as long).
// Edges are compared without dividing.
func scoreColumns(in *handColumns, out *handScores) {
	const block = 1024
	var state [block]uint8
	var scaled [block]float64
	for from := 0; from < len(in.size); from += block {
		to := min(from+block, len(in.size))
		size := in.size[from:to]
		n := len(size)

		configured, total, actions, users := in.configured[from:to][:n], in.total[from:to][:n], in.actions[from:to][:n], in.users[from:to][:n]
		for i := range size {
			edges := &handEdges[size[i]&3]
			c, of, a, u := configured[i]*100, total[i], actions[i], users[i]
			setup := one(c > edges[0]*of) + one(c > edges[1]*of) | absent*one(of <= 0)
			usage := one(a > edges[2]*u) + one(a > edges[3]*u) | absent*one(u <= 0)
			state[i&(block-1)] = uint8(setup | usage<<2)
		}

		nps, pulse, noNPS, noPulse := in.nps[from:to][:n], in.pulse[from:to][:n], in.noNPS[from:to][:n], in.noPulse[from:to][:n]
		for i := range nps {
			n := one(nps[i] > npsEdges[0]) + one(nps[i] > npsEdges[1]) | int(noNPS[i])
			p := one(pulse[i] > pulseEdges[0]) + one(pulse[i] > pulseEdges[1]) | int(noPulse[i])
			state[i&(block-1)] |= uint8(n<<4 | p<<6)
		}

		coverage := out.coverage[from:to][:n]
		for i := range size {
			z, s := int(size[i]&3), int(state[i&(block-1)])
			scaled[i&(block-1)] = (handRates[z<<4|s&15] + handOpinions[z<<4|s>>4]) * handScaled[z<<8|s]
			coverage[i] = handCoverage[z<<8|s]
		}

		openP1, score, band := in.openP1[from:to][:n], out.score[from:to][:n], out.band[from:to][:n]
		for i := range openP1 {
			// Never negative: half goes up. What is scaled are whole numbers or thirds, so
			// that the reciprocal of the weight cannot move a score over a half.
			k := int(scaled[i&(block-1)] + 0.5)
			over := k - 400
			k -= over &^ (over >> 63) & -one(openP1[i] >= 2)
			score[i] = hundredths[k&1023]
			band[i] = bandRed + benchBand(one(k >= 400)+one(k >= 700))
		}
		for i, s := range state[:n] {
			if s == 0xff { // nothing is there: seldom
				score[i], band[i] = math.NaN(), bandUnknown
			}
		}
	}
}
