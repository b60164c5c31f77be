package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/csv"
)

// read gives all rows as "line: fields", and the malformed ones as their errors.
func read(source io.Reader) (rows []string, err error) {
	r := csv.NewReader(source)
	names, err := r.Header()
	if err != nil {
		return nil, err
	}
	rows = append(rows, fmt.Sprintf("%q", names))
	for {
		fields, line, err := r.Next()
		var malformed *csv.RowError
		switch {
		case errors.Is(err, io.EOF):
			return rows, nil
		case errors.As(err, &malformed):
			rows = append(rows, fmt.Sprintf("%d:%d: %s", malformed.Line, malformed.Column, malformed.Message))
		case err != nil:
			return rows, err
		default:
			rows = append(rows, fmt.Sprintf("%d: %q", line, fields))
		}
	}
}

func TestReader(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"plain", "a,b\n1,2\n3,4", []string{`["a" "b"]`, `2: ["1" "2"]`, `3: ["3" "4"]`}},
		{"CRLF and mark", "\xef\xbb\xbfa,b\r\n1,\r\n,\"2\"\r\n", []string{`["a" "b"]`, `2: ["1" ""]`, `3: ["" "2"]`}},
		{"lone CR at the end", "a\n\"1\"\r", []string{`["a"]`, `2: ["1"]`}},
		{"CR within", "a\nx\ry\n", []string{`["a"]`, `2: ["x\ry"]`}},
		{"header trimmed", " a ,\"b\"\n", []string{`["a" "b"]`}},
		{"quotes", "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"\",\"\"\"\"\n", []string{`["a" "b"]`, `2: ["x,y" "say \"hi\""]`, `3: ["" "\""]`}},
		{
			"lines in quotes", "a,b\n\"1\n2\n3\",x\n4,5\n\n\n6,7\n",
			[]string{`["a" "b"]`, `2: ["1\n2\n3" "x"]`, `5: ["4" "5"]`, `8: ["6" "7"]`},
		},
		{"too few and too many", "a,b\n1\n1,2,3\n1,2\n", []string{
			`["a" "b"]`, "2:0: the row has 1 fields, and the header 2", "3:0: the row has 3 fields, and the header 2", `4: ["1" "2"]`,
		}},
		{"stray quote", "a,b\n1,x\"y\n\"1\"2,3\n1,2\n", []string{
			`["a" "b"]`, "2:4: a quote stands in a field that does not begin with one", "3:4: text follows the closing quote of a field", `4: ["1" "2"]`,
		}},
		{"quote never closed", "a,b\n1,\"2\n3,4\n5,6", []string{
			`["a" "b"]`, "2:3: a quoted field is not closed", `3: ["3" "4"]`, `4: ["5" "6"]`,
		}},
		{"quote closed by the next", "a,b\n1,\"2\n3,4\n\"5\",6\n", []string{
			`["a" "b"]`, "2:0: text follows the closing quote of a field", `3: ["3" "4"]`, `4: ["5" "6"]`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, source := range []io.Reader{
				strings.NewReader(test.text),
				iotest.OneByteReader(strings.NewReader(test.text)),
				iotest.DataErrReader(strings.NewReader(test.text)),
			} {
				rows, err := read(source)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(test.want, rows); diff != "" {
					t.Errorf("wanted (-) and found (+):\n%s", diff)
				}
			}
		})
	}
}

func TestHeaderErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "the file is empty",
		"\n\r\n":           "the file is empty",
		"a,b,a\n":          `the column "a" twice`,
		"a,b\r1,2\r3,4":    "the lines end in CR alone",
		"\xef\xbb\xbfa\r1": "the lines end in CR alone",
		"a\xff,b\n":        "column 1 of the header is not UTF-8",
		"\xff\xfea\x00\n":  "UTF-16",
		"a,\"b\n1,2\n":     "a quoted field is not closed",
		"\xef\xbb\xbf\n\n": "the file is empty",
	} {
		_, err := read(strings.NewReader(text))
		var header *csv.HeaderError
		if !errors.As(err, &header) || !strings.Contains(header.Message, want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestSourceError(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "a,b\n", "a,b\n1", "a,b\n1,2\n\"3", "a,b\n\"1\"", "a,b\n\"1\",2", "a,b\n\"1\"\""} {
		_, err := read(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestLongRows(t *testing.T) {
	long := strings.Repeat("x", csv.MaxRow+1)
	const width = 1 << 10
	open := strings.Repeat(strings.Repeat("y", width-1)+"\n", csv.MaxRow/width+1)
	rows, err := read(strings.NewReader("a\n" + long + "\n1\n\"" + open + "\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(rows[1], "2:0: the row is longer") || rows[2] != `3: ["1"]` || !strings.Contains(rows[3], "4:1: a quoted field is not closed within") {
		t.Errorf("%.100q", rows[1:4])
	}
	if want := 4 + csv.MaxRow/width; len(rows) < want {
		t.Errorf("%d rows, want %d: reading goes on with the next line", len(rows), want)
	}
}

func TestWant(t *testing.T) {
	r := csv.NewReader(strings.NewReader("a,b,c\n1,2,3\n\"4\",\"5\",6\n"))
	if _, err := r.Header(); err != nil {
		t.Fatal(err)
	}
	r.Want([]bool{false, true, false})
	for _, want := range []string{"2", "5"} {
		fields, _, err := r.Next()
		if err != nil || fields[0] != nil || string(fields[1]) != want || fields[2] != nil {
			t.Errorf("%q, %v", fields, err)
		}
	}
}

// chunks gives its text in pieces of the lengths drawn.
type chunks struct {
	text []byte
	t    *rapid.T
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.text) == 0 {
		return 0, io.EOF
	}
	n := rapid.IntRange(1, min(len(p), len(c.text), 7)).Draw(c.t, "chunk")
	copy(p, c.text[:n])
	c.text = c.text[n:]
	return n, nil
}

// TestAgainstEncodingCSV writes rows with the standard library, with quotes where
// drawn, and expects the fields that the standard library reads back, however the
// text comes in pieces.
func TestAgainstEncodingCSV(t *testing.T) {
	field := rapid.StringOf(rapid.SampledFrom([]rune("ab1,\"\n é")))
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(field, width, width), 0, 6).Draw(t, "rows")
		var text bytes.Buffer
		for i := range width {
			fmt.Fprintf(&text, "h%d,", i)
		}
		text.Truncate(text.Len() - 1)
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
		text.WriteString(end)
		for _, row := range rows {
			for i, f := range row {
				if i > 0 {
					text.WriteByte(',')
				}
				if strings.ContainsAny(f, ",\"\n") || rapid.Bool().Draw(t, "quoted") || f == "" && width == 1 {
					f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
				}
				text.WriteString(f)
			}
			text.WriteString(end)
		}
		std := stdcsv.NewReader(bytes.NewReader(text.Bytes()))
		names, err := std.Read()
		if err != nil {
			t.Fatal(err)
		}
		want := []string{fmt.Sprintf("%q", names)}
		for {
			fields, err := std.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			line, _ := std.FieldPos(0)
			want = append(want, fmt.Sprintf("%d: %q", line, fields))
		}
		got, err := read(&chunks{text: text.Bytes(), t: t})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q: wanted (-) and found (+):\n%s", text.String(), diff)
		}
	})
}

// TestChunks expects the same of any text, right or wrong, whole and in pieces.
func TestChunks(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("ab,\"\n\r")))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		want, wantErr := read(strings.NewReader(s))
		got, gotErr := read(&chunks{text: []byte(s), t: t})
		if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(wantErr) != fmt.Sprint(gotErr) {
			t.Fatalf("%q: %v, %v\n%s", s, wantErr, gotErr, diff)
		}
	})
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("a,b\n1,\"2\"\"\n\"\r\n"))
	f.Add([]byte("\xef\xbb\xbfa\n\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := read(bytes.NewReader(data))
		if lines := bytes.Count(data, []byte{'\n'}) + 1; err == nil && len(rows) > lines {
			t.Fatalf("%d rows out of %d lines", len(rows), lines)
		}
		std, stdErr := stdcsv.NewReader(bytes.NewReader(data)).ReadAll()
		if stdErr == nil && err == nil && !bytes.Contains(data, []byte{'\r'}) && !bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) && len(std) != len(rows) {
			t.Fatalf("%d rows, and %d by encoding/csv", len(rows), len(std))
		}
	})
}

func ExampleReader() {
	r := csv.NewReader(strings.NewReader("account_id,name\nA1,\"Acme, Inc.\"\nA2\nA3,Zeta\n"))
	names, _ := r.Header()
	fmt.Println(names)
	for {
		fields, line, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		fmt.Printf("%d %q %v\n", line, fields, err)
	}
	// Output:
	// [account_id name]
	// 2 ["A1" "Acme, Inc."] <nil>
	// 3 ["A2"] line 3: the row has 1 fields, and the header 2
	// 4 ["A3" "Zeta"] <nil>
}
