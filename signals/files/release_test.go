package files_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/files"
)

// TestRelease: blocks that are given back change nothing in those to come, nor in
// those that are kept, and keys stay good.
func TestRelease(t *testing.T) {
	const n = 3000
	for _, file := range []struct {
		format files.Format
		data   []byte
	}{
		{files.CSV, scorecardCSV(n, 0, 0)},
		{files.CSV, scorecardCSV(n, 3, 0)},
		{files.CSV, scorecardCSV(n, 0, 7)},
		{files.NDJSON, scorecardNDJSON(n)},
	} {
		want := readAndRelease(t, file.format, file.data, 0)
		if len(want) != n {
			t.Fatalf("%d of %d accounts were read", len(want), n)
		}
		for _, percent := range []int{50, 100} {
			if got := readAndRelease(t, file.format, file.data, percent); !slices.Equal(got, want) {
				t.Errorf("%s, %d%% released: other accounts were read", file.format, percent)
			}
		}
	}
}

// readAndRelease reads accounts as texts. It gives back so many blocks in a hundred
// as soon as it has looked at them, and looks at the others at the end.
func readAndRelease(t *testing.T, format files.Format, data []byte, percent int) []string {
	r, err := files.Open(t.Context(), scorecardSchema(), []string{"-"}, files.Options{
		Stdin: bytes.NewReader(data), Format: format, BlockSize: 64, Decoders: 3,
		Report: func(p signals.Problem) { t.Fatal(p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, uint64(percent)))
	type seen struct {
		keys, rest []string
		kept       *signals.Portfolio
	}
	var blocks []*seen
	err = r.Blocks(t.Context(), func(p *signals.Portfolio) error {
		s := &seen{}
		blocks = append(blocks, s)
		if random.IntN(100) >= percent {
			s.kept = p
			return nil
		}
		s.keys, s.rest = accountTexts(p)
		p.Release()
		p.Release() // a second time does nothing
		if p.Len() != 0 {
			t.Error("a block has accounts after it was given back")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range blocks {
		if s.kept != nil {
			s.keys, s.rest = accountTexts(s.kept)
		}
		for i := range s.keys {
			out = append(out, s.keys[i]+s.rest[i])
		}
	}
	return out
}

// accountTexts gives the keys of accounts, in the memory of the block, and the rest
// of their cells.
func accountTexts(p *signals.Portfolio) (keys, rest []string) {
	for i := range p.Len() {
		keys = append(keys, p.Key(i))
		var b strings.Builder
		for c, v := range p.Root.Columns {
			fmt.Fprintf(&b, " %d:%s", v.Missing[i], v.Value(i, p.Schema.Root().Columns[c]))
		}
		rest = append(rest, b.String())
	}
	return keys, rest
}
