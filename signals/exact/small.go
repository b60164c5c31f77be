package exact

// Small returns numerator and denominator of x, not necessarily in lowest terms,
// and whether both fit an int64. The denominator is above 0, and the numerator is
// not math.MinInt64.
func (x Num) Small() (n, d int64, ok bool) { return x.n, x.d, x.d != 0 }

// LowestTerms is Small in lowest terms.
func (x Num) LowestTerms() (n, d int64, ok bool) {
	if x.d == 0 {
		return 0, 0, false
	}
	r, _ := x.reduced()
	return r.n, r.d, true
}
