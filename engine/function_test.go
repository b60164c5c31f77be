package engine_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/engine/result"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
	"github.com/bellwether-cs/bellwether/signals/exact"
)

// ExampleCalls adds a function that makes many calls at once: over whole columns where
// the numbers allow it, else one number after another.
func ExampleCalls() {
	number := signals.Number
	double := engine.Function{
		Name: "double", Version: "1", Args: []signals.Kind{number}, Result: number,
		Call: func(args []signals.Value) (signals.Value, error) {
			return signals.Value{Kind: number, Num: args[0].Num.Mul(exact.Int(2))}, nil
		},
		Block: func(calls engine.Calls) error {
			numerators, unit := calls.Ints(0)
			if numerators == nil {
				for i := range calls.Len() {
					calls.SetNum(i, calls.Num(0, i).Mul(exact.Int(2)))
				}
				return nil
			}
			out := calls.Numerators(unit)
			for i, n := range numerators {
				if n > 1<<62 || n < -1<<62 {
					return errors.New("too large for a column") // then Call is called
				}
				out[i] = 2 * n
			}
			return nil
		},
	}
	set, err := load.Files([]rules.File{{Name: "double.yaml", Source: []byte(`
language: 1
signals:
  accounts: {key: id, columns: {id: string, seats: optional number}}
metrics: {twice: double(seats)}
scorecards:
  size: {scale: none, measures: {twice: {points: value}}}
`)}})
	if err != nil {
		log.Fatal(err)
	}
	program, err := engine.Compile(set, engine.Options{Functions: []engine.Function{double}})
	if err != nil {
		log.Fatal(err)
	}
	asOf, _ := signals.ParseAsOf("2026-11-01")
	b := signals.NewBuilder(program.Schema(), asOf, program.Needs(), nil)
	for _, row := range []map[string]any{{"id": "A1", "seats": 4.5}, {"id": "A2"}, {"id": "A3", "seats": 20}} {
		if err := b.AddMap(row); err != nil {
			log.Fatal(err)
		}
	}
	results, err := program.ScoreBatch(context.Background(), b.Portfolio(), engine.Request{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(results.Scorecards[0].Score.All())
	// Output: [9 missing 40]
}

// functionRules calls functions of every kind of argument and result, over accounts and
// over child rows.
const functionRules = `language: 1
signals:
  accounts: {key: id, columns: {id: string, x: optional number, t: optional string, d: optional date, b: optional bool}}
  usage: {parent: accounts, key: id, columns: {id: string, n: optional number}}
metrics:
  m1: ratio(x, x - 3)
  m2: 'label(t) + "!"'
  m3: days_since(shift(d, x))
  m4: flip(b)
  m5: sum(usage, ratio(.n, x))
  m6: ratio(x / 7, 2)
scorecards:
  card: {scale: none, measures: {m1: {points: value}, m2: {map: {"A!": 1, "B!": 2}}, m3: {points: value}, m4: {map: {true: 1, false: 2}}, m5: {points: value}, m6: {points: value}}}
`

// testFunctions are those that functionRules calls; asBlocks says how their blocks go.
func testFunctions(asBlocks string) []engine.Function {
	kinds := func(k ...signals.Kind) []signals.Kind { return k }
	ratio := func(x, y exact.Num) (exact.Num, error) {
		if x.Sign() < 0 {
			return exact.Num{}, errors.New("negative")
		}
		return x.Quo(y), nil // missing for 0
	}
	functions := []engine.Function{
		{Name: "ratio", Args: kinds(signals.Number, signals.Number), Result: signals.Number, Call: func(a []signals.Value) (signals.Value, error) {
			if a[1].Num.Equal(exact.Int(4)) {
				panic("four")
			}
			x, err := ratio(a[0].Num, a[1].Num)
			return signals.Value{Kind: signals.Number, Num: x}, err
		}, Block: func(c engine.Calls) error {
			for i := range c.Len() {
				if c.Num(1, i).Equal(exact.Int(4)) {
					continue
				}
				if x, err := ratio(c.Num(0, i), c.Num(1, i)); err == nil {
					c.SetNum(i, x)
				}
			}
			return nil
		}},
		{Name: "label", Args: kinds(signals.String), Result: signals.String, Call: func(a []signals.Value) (signals.Value, error) {
			return signals.Value{Kind: signals.String, Text: strings.ToUpper(a[0].Text)}, nil
		}, Block: func(c engine.Calls) error {
			codes, dict := c.Texts(0)
			for i, code := range codes {
				if c.Text(0, i) != dict[code] {
					panic("texts differ")
				}
				c.SetText(i, strings.ToUpper(dict[code]))
			}
			return nil
		}},
		{Name: "shift", Args: kinds(signals.Date, signals.Number), Result: signals.Date, Call: func(a []signals.Value) (signals.Value, error) {
			days, _ := a[1].Num.Round(0).Int64()
			return signals.Value{Kind: signals.Date, Micros: a[0].Micros + days*86_400_000_000}, nil
		}, Block: func(c engine.Calls) error {
			for i := range c.Len() {
				days, _ := c.Num(1, i).Round(0).Int64()
				c.SetMicros(i, c.Micros(0, i)+days*86_400_000_000)
			}
			return nil
		}},
		{Name: "flip", Args: kinds(signals.Bool), Result: signals.Bool, Call: func(a []signals.Value) (signals.Value, error) {
			return signals.Value{Kind: signals.Bool, Flag: !a[0].Flag}, nil
		}, Block: func(c engine.Calls) error {
			for i := range c.Len() {
				c.SetBool(i, !c.Bool(0, i))
			}
			return nil
		}},
	}
	for i := range functions {
		block := functions[i].Block
		switch asBlocks {
		case "none":
			functions[i].Block = nil
		case "failing":
			functions[i].Block = func(c engine.Calls) error { _ = block(c); return errors.New("no") }
		case "panicking":
			functions[i].Block = func(c engine.Calls) error { _ = block(c); panic("no") }
		case "numerators":
			functions[0].Block = func(c engine.Calls) error {
				out := c.Numerators(1_000_000_000)
				for i := range c.Len() {
					x, err := ratio(c.Num(0, i), c.Num(1, i))
					switch n, whole := x.Mul(exact.Int(1_000_000_000)).Int64(); {
					case c.Num(1, i).Equal(exact.Int(4)) || err != nil:
					case whole && i%2 == 0:
						out[i] = n
					default:
						out[i] = result.Absent
						c.SetNum(i, x)
					}
				}
				return nil
			}
		}
	}
	return functions
}

// TestFunctionBlocks: a function gives the same called by blocks of any size, by row
// where blocks fail, panic or are not offered, and in documents.
func TestFunctionBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	lines := make([]string, 200)
	for i := range lines {
		cells := []string{fmt.Sprintf(`"id": "a%d"`, i)}
		for _, cell := range []string{
			fmt.Sprintf(`"x": %v`, float64(random.IntN(40)-5)/2), fmt.Sprintf(`"t": %q`, []string{"a", "b", "c"}[random.IntN(3)]),
			fmt.Sprintf(`"d": "2026-0%d-11"`, 1+random.IntN(9)), fmt.Sprintf(`"b": %v`, random.IntN(2) == 0),
			fmt.Sprintf(`"usage": [{"id": "a%d", "n": %d}, {"id": "a%d"}, {"id": "a%d", "n": 3.5}]`, i, random.IntN(9)-1, i, i),
		} {
			if random.IntN(6) > 0 {
				cells = append(cells, cell)
			}
		}
		lines[i] = "{" + strings.Join(cells, ", ") + "}"
	}
	for _, how := range []string{"blocks", "none", "failing", "panicking", "numerators"} {
		t.Run(how, func(t *testing.T) {
			p := compile(t, functionRules, testFunctions(how)...)
			accounts := portfolio(t, p, sampleAsOf, lines...)
			for _, block := range []int{1, 7, 1024} {
				r, err := p.ScoreBatch(context.Background(), accounts, engine.Request{Block: block, Explain: engine.ExplainReasons})
				if err != nil {
					t.Fatal(err)
				}
				wantDocuments(t, r, engine.ExplainReasons)
			}
		})
	}
}

// BenchmarkFunctions calls a function for each account, by row and by block.
func BenchmarkFunctions(b *testing.B) {
	number := signals.Number
	double := engine.Function{
		Name: "double", Args: []signals.Kind{number}, Result: number,
		Call: func(args []signals.Value) (signals.Value, error) {
			return signals.Value{Kind: number, Num: args[0].Num.Mul(exact.Int(2))}, nil
		},
	}
	blocks := double
	blocks.Block = func(calls engine.Calls) error {
		numerators, unit := calls.Ints(0)
		out := calls.Numerators(unit)
		for i, n := range numerators {
			out[i] = 2 * n
		}
		return nil
	}
	for name, function := range map[string]engine.Function{"by-row": double, "by-block": blocks} {
		b.Run(name, func(b *testing.B) {
			p := compile(b, `language: 1
signals:
  accounts: {key: id, columns: {id: string, m0: optional int}}
metrics: {twice: double(m0)}
scorecards:
  size: {measures: {twice: {up_to: {50: 0, 100: 50, else: 100}}}}
`, function)
			benchScorer(b, p, groupsPortfolio(b, p, 50_000, 1, 10), engine.Request{Workers: 1})
		})
	}
}
