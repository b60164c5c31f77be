package signals

import "github.com/bellwether-cs/bellwether/signals/exact"

// maxMantissa bounds the digits of numbers and amounts in memory from above, so
// that two of them can be added without a check.
const maxMantissa = 1 << 62

// tens are the powers of ten below maxMantissa.
var tens = [...]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// shift writes a decimal with so many more places; false if it does not fit then.
func shift(mantissa int64, places uint8) (int64, bool) {
	if mantissa == 0 || places == 0 {
		return mantissa, true
	}
	if int(places) >= len(tens) {
		return 0, false
	}
	most := (maxMantissa - 1) / tens[places]
	return mantissa * tens[places], -most <= mantissa && mantissa <= most
}

// align brings numbers, each of which is Ints[i] / 10^scales[i], to one scale.
// Those that do not fit then go to Wide.
func (v *Vector) align(scales []uint8) {
	least, greatest := extremes(scales)
	if least == greatest {
		v.Scale = greatest
		return
	}
	v.Scale = greatest
	v.bound()
	_, lowFits := shift(v.Low, greatest)
	_, highFits := shift(v.High, greatest)
	if !lowFits || !highFits {
		// Rare: look at each row.
		v.Scale = v.bestScale(scales)
	}
	for i, scale := range scales {
		if scale == v.Scale {
			continue
		}
		scaled, fits := int64(0), v.Ints[i] == 0
		if !fits && scale < v.Scale {
			scaled, fits = shift(v.Ints[i], v.Scale-scale)
		}
		if !fits {
			v.widen(i, exact.Decimal(v.Ints[i], scale))
			scaled = 0
		}
		v.Ints[i] = scaled
	}
}

func (v *Vector) widen(i int, n exact.Num) {
	if v.Wide == nil {
		v.Wide = make(map[int]exact.Num)
	}
	v.Wide[i] = n
}

func extremes(scales []uint8) (least, greatest uint8) {
	if len(scales) == 0 {
		return 0, 0
	}
	least, greatest = scales[0], scales[0]
	for _, s := range scales {
		least, greatest = min(least, s), max(greatest, s)
	}
	return least, greatest
}

// bestScale is the scale at which the fewest rows go to Wide, the least of those.
func (v *Vector) bestScale(scales []uint8) uint8 {
	// A row fits from its own scale up to where its digits grow too many. change
	// counts where rows begin and cease to fit.
	var change [256]int
	for i, scale := range scales {
		if v.Ints[i] == 0 {
			continue
		}
		upTo := int(scale)
		for m := max(v.Ints[i], -v.Ints[i]); m <= (maxMantissa-1)/10; m *= 10 {
			upTo++
		}
		change[scale]++
		change[min(upTo+1, len(change)-1)]--
	}
	best, most, fit := 0, 0, 0
	for scale, n := range change {
		if fit += n; fit > most {
			best, most = scale, fit
		}
	}
	return uint8(best)
}
