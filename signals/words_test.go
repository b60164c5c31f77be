package signals

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

func TestScan(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 3))
	signs := []byte(",,\n.(*;/<\r\x00\x08\x0b\x2b\x2d\x8a\xac\xffaz09")
	for range 2000 {
		text := make([]byte, random.IntN(400))
		for i := range text {
			text[i] = signs[random.IntN(len(signs))]
		}
		from := random.IntN(len(text) + 1)
		to := from + random.IntN(len(text)-from+1)
		want := []uint32{uint32(from - 1)}
		for i := from; i < to; i++ {
			if text[i] == ',' || text[i] == '\n' {
				want = append(want, uint32(i))
			}
		}
		var s scan
		s.run(text, from, to)
		if got := s.stops[:1+s.n]; !slices.Equal(got, want) {
			t.Fatalf("%q from %d to %d: got %d, want %d", text, from, to, got, want)
		}
	}
}

func TestReadDigits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 4))
	for range 200_000 {
		var text [wordBytes]byte
		n := random.IntN(1 + wordBytes)
		for i := range text {
			text[i] = '0' + byte(random.IntN(10))
			if i >= n || random.IntN(20) == 0 {
				text[i] = byte(random.IntN(256))
			}
		}
		want, err := strconv.ParseUint("0"+string(text[:n]), 10, 64)
		got, ok := readDigits(word(text[:], 0), n)
		if ok != (err == nil) || ok && got != int64(want) {
			t.Fatalf("%q: got %d, %v", text[:n], got, ok)
		}
	}
}

// TestShortTexts: short texts compare, and have records, as texts of any length do.
func TestShortTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 5))
	seeds := newKeySeeds()
	make1 := func() []byte {
		text := make([]byte, 1+random.IntN(mostPlainText))
		for i := range text {
			text[i] = "a\x00b"[random.IntN(3)]
		}
		return text
	}
	short := func(text []byte) (shortText, keyRecord) {
		w0, w1 := lastBytes(text), lastBytes(text[min(wordBytes, len(text)):])
		return newShortText(w0, w1, len(text)), seeds.shortRecord(w0, w1, len(text), 7)
	}
	for range 100_000 {
		a, b := make1(), make1()
		if random.IntN(3) == 0 {
			b = append(bytes.Clone(a[:min(len(a), mostPlainText-1)]), 0)
		}
		sa, ra := short(a)
		sb, rb := short(b)
		if sa.less(sb) != (bytes.Compare(a, b) < 0) {
			t.Fatalf("%q and %q compare otherwise", a, b)
		}
		if ra != seeds.record(a, 7) || ra.same(rb) != bytes.Equal(a, b) {
			t.Fatalf("%q and %q: records %v, %v", a, b, ra, rb)
		}
	}
}
