package exact_test

import (
	"testing"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

// Results go here, so that no call is optimised away.
var (
	keptNum  exact.Num
	keptInt  int
	keptText []byte
)

func BenchmarkNum(b *testing.B) {
	x, y, z := exact.Decimal(12345, 2), exact.Decimal(67890, 2), exact.Decimal(678, 3)
	third, seventh := exact.Ratio(100, 3), exact.Ratio(55, 7)
	large := exact.Ratio(123456789012, 7)
	wide := exact.Int(7).PowInt(100).Quo(exact.Int(3).PowInt(80))
	for name, f := range map[string]func(){
		"Add/same scale":     func() { keptNum = x.Add(y) },
		"Add/other scale":    func() { keptNum = x.Add(z) },
		"Add/fractions":      func() { keptNum = third.Add(seventh) },
		"Add/wide":           func() { keptNum = wide.Add(x) },
		"Mul/decimals":       func() { keptNum = x.Mul(y) },
		"Mul/wide":           func() { keptNum = wide.Mul(x) },
		"Quo/decimals":       func() { keptNum = x.Quo(z) },
		"Cmp/same scale":     func() { keptInt = x.Cmp(y) },
		"Cmp/fractions":      func() { keptInt = third.Cmp(seventh) },
		"Publish/decimal":    func() { keptNum = x.Publish() },
		"Publish/fraction":   func() { keptNum = third.Publish() },
		"Publish/large":      func() { keptNum = large.Publish() },
		"Publish/wide":       func() { keptNum = wide.Publish() },
		"PublishMoney":       func() { keptNum = third.PublishMoney(2) },
		"Round":              func() { keptNum = third.Round(2) },
		"Next":               func() { keptNum = x.Next(2) },
		"Sqrt":               func() { keptNum = exact.Sqrt(x) },
		"Ln":                 func() { keptNum = exact.Ln(x) },
		"Pow2":               func() { keptNum = exact.Pow2(third.Neg().Quo(exact.Int(3))) },
		"Pow2/wide":          func() { keptNum = exact.Pow2Wide(exact.Ratio(-7, 3)) },
		"AppendDecimal":      func() { keptText = x.AppendDecimal(keptText[:0], 9) },
		"AppendDecimal/long": func() { keptText = third.AppendDecimal(keptText[:0], 9) },
		"FromFloat":          func() { keptNum = exact.FromFloat(123.45) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
}

func BenchmarkParseBytes(b *testing.B) {
	text := []byte("12345.67")
	b.ReportAllocs()
	for b.Loop() {
		keptNum, _ = exact.ParseBytes(text)
	}
}

func BenchmarkSum(b *testing.B) {
	xs := make([]exact.Num, 1000)
	for i := range xs {
		xs[i] = exact.Decimal(int64(i)*7919, uint8(i%4))
	}
	b.ReportAllocs()
	for b.Loop() {
		var sum exact.Sum
		for _, x := range xs {
			sum.Add(x)
		}
		keptNum = sum.Num()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(xs)), "ns/number")
}
