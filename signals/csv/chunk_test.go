package csv_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bellwether-cs/bellwether/signals/csv"
)

// collected writes rows down as read does.
type collected struct {
	rows  []string
	width int
}

func (c *collected) AddLines(line int, text []byte) error {
	if bytes.IndexByte(text, '"') >= 0 {
		return errors.New("a quote stands in plain lines")
	}
	for text := range bytes.Lines(text) {
		text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
		if len(text) > 0 {
			c.cells(line, bytes.Split(text, []byte(",")))
		}
		line++
	}
	return nil
}

func (c *collected) AddCells(line int, fields [][]byte) error {
	c.cells(line, fields)
	return nil
}

func (c *collected) cells(line int, fields [][]byte) {
	if len(fields) != c.width {
		c.rows = append(c.rows, fmt.Sprintf("%d:0: the row has %d fields, and the header %d", line, len(fields), c.width))
		return
	}
	c.rows = append(c.rows, fmt.Sprintf("%d: %q", line, fields))
}

func (c *collected) Refuse(line, column int, message string) error {
	c.rows = append(c.rows, fmt.Sprintf("%d:%d: %s", line, column, message))
	return nil
}

// readChunks gives the rows as read does, by way of chunks.
func readChunks(source io.Reader, lines, size int) ([]string, error) {
	r := csv.NewReader(source)
	names, err := r.Header()
	if err != nil {
		return nil, err
	}
	all := collected{rows: []string{fmt.Sprintf("%q", names)}, width: len(names)}
	var chunk csv.Chunk
	for {
		err := r.Chunk(&chunk, lines, size)
		if errors.Is(err, io.EOF) {
			return all.rows, nil
		}
		if err != nil {
			return all.rows, err
		}
		before := len(all.rows)
		for range 2 { // a chunk can be read again
			all.rows = all.rows[:before]
			if err := chunk.Each(nil, &all); err != nil {
				return all.rows, err
			}
		}
	}
}

// TestChunkRows expects the same rows of any text, right or wrong, by chunks of any
// size as one by one, however the text comes in pieces.
func TestChunkRows(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("ab,,\"\"\n\n\ré")))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]string{"", "\xef\xbb\xbf"}).Draw(t, "mark") + "a,b\n" + text.Draw(t, "text")
		want, wantErr := read(strings.NewReader(s))
		lines := rapid.IntRange(1, 5).Draw(t, "lines")
		size := rapid.IntRange(1, 30).Draw(t, "bytes")
		for _, source := range []io.Reader{strings.NewReader(s), &chunks{text: []byte(s), t: t}} {
			got, gotErr := readChunks(source, lines, size)
			if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(wantErr) != fmt.Sprint(gotErr) {
				t.Fatalf("%q: %v, %v\n%s", s, wantErr, gotErr, diff)
			}
		}
	})
}

func TestChunkLongRows(t *testing.T) {
	long := strings.Repeat("x", csv.MaxRow+1)
	text := "a\n1\n" + long + "\n\"2\"\n" + strings.Repeat("y", csv.MaxRow-1) + "\n\"" + long + "\n3\n" + long
	want, err := read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	got, err := readChunks(strings.NewReader(text), 2, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%.2000s", diff)
	}
}

func TestChunkSourceError(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"a,b\n", "a,b\n1", "a,b\n1,2\n\"3", "a,b\n\"1\"", "a,b\n\"1\",2", "a,b\n\"1\"\"", "a,b\n1,2\n1"} {
		want, _ := read(io.MultiReader(strings.NewReader(text), errReader{broken}))
		got, err := readChunks(io.MultiReader(strings.NewReader(text), errReader{broken}), 3, 100)
		if diff := cmp.Diff(want, got); !errors.Is(err, broken) || diff != "" {
			t.Errorf("%q: %v\n%s", text, err, diff)
		}
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func FuzzChunks(f *testing.F) {
	f.Add([]byte("a,b\n1,\"2\"\"\n\"\r\n"), 1)
	f.Add([]byte("a,b\n\n\r\n\"x\n\"\"y\",\n\"\n,\"\n"), 2)
	f.Fuzz(func(t *testing.T, data []byte, lines int) {
		want, wantErr := read(bytes.NewReader(data))
		got, gotErr := readChunks(bytes.NewReader(data), max(1, lines), 1000)
		if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(wantErr) != fmt.Sprint(gotErr) {
			t.Fatalf("%v, %v\n%s", wantErr, gotErr, diff)
		}
	})
}
