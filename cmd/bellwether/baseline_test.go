package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// What follows scores CSV by the rules of engine/testdata/scorecard.yaml in
// hand-written Go: the least that `bellwether score` can be compared with. It writes
// the same bytes. It knows nothing of quotes, history, child tables or problems: a
// cell that is no number ends it.

// handRow is an account as the rules see it.
type handRow struct {
	key, size                                             []byte
	configured, total, actions, users, nps, pulse, openP1 int
}

// absent stands for a blank cell.
const absent = math.MinInt

// The measures as written; handNames are in that order.
const (
	setup = iota
	usage
	nps
	pulse
	measures
)

var handNames = [measures]string{"setup_rate", "usage_rate", "nps", "pulse"}

// handHeader is the first line of the output.
const handHeader = "account,scorecard,segment,score,band,coverage,top_reason,points.setup_rate,points.usage_rate,points.nps,points.pulse\n"

// handSegment is what the rules say for one segment.
type handSegment struct {
	name         string
	setup, usage [2]int
	weights      [measures]int
}

var handSegments = [3]handSegment{
	{",health,default,", [2]int{50, 70}, [2]int{5, 10}, [measures]int{20, 40, 20, 20}},
	{",health,enterprise,", [2]int{60, 80}, [2]int{8, 15}, [measures]int{25, 25, 25, 25}},
	{",health,smb,", [2]int{40, 60}, [2]int{3, 7}, [measures]int{20, 40, 20, 20}},
}

// handScores are the texts of scores in hundredths.
var handScores = func() (texts [1001]string) {
	for i := range texts {
		texts[i] = strconv.FormatFloat(float64(i)/100, 'f', -1, 64)
	}
	return texts
}()

// handPoints are the points below, at and above two thresholds, and none.
var handPoints = [4]string{",0", ",5", ",10", ","}

const noPoints = 3

// handLevel is the place in handPoints of n/d against thresholds.
func handLevel(n, d int, edges [2]int) int {
	level := 0
	if n > edges[0]*d {
		level = 1
	}
	if n > edges[1]*d {
		level = 2
	}
	return level
}

// appendTo appends the line of an account.
func (r *handRow) appendTo(b []byte) []byte {
	segment := &handSegments[0]
	switch string(r.size) {
	case "enterprise":
		segment = &handSegments[1]
	case "smb":
		segment = &handSegments[2]
	}
	levels := [measures]int{noPoints, noPoints, noPoints, noPoints}
	if r.total != 0 {
		levels[setup] = handLevel(100*r.configured, r.total, segment.setup)
	}
	if r.users != 0 {
		levels[usage] = handLevel(r.actions, r.users, segment.usage)
	}
	if r.nps != absent {
		levels[nps] = handLevel(r.nps, 1, [2]int{25, 35})
	}
	if r.pulse != absent {
		levels[pulse] = handLevel(r.pulse, 1, [2]int{6, 8})
	}

	sum, weight := 0, 0 // points are 5 times the level
	reason, most := "", 0
	for _, m := range [measures]int{nps, pulse, setup, usage} { // ties go by name
		if levels[m] == noPoints {
			continue
		}
		w := segment.weights[m]
		sum, weight = sum+w*levels[m], weight+w
		if lost := w * (2 - levels[m]); lost > most {
			reason, most = handNames[m], lost
		}
	}
	b = append(b, r.key...)
	b = append(b, segment.name...)
	if weight == 0 {
		return append(b, ",unknown,0,,,,,\n"...)
	}
	score := (2*500*sum + weight) / (2 * weight) // in hundredths, rounded half up
	if r.openP1 >= 2 {
		score = min(score, 400)
	}
	b = append(b, handScores[score]...)
	switch {
	case score >= 700:
		b = append(b, ",green,"...)
	case score >= 400:
		b = append(b, ",yellow,"...)
	default:
		b = append(b, ",red,"...)
	}
	b = append(b, handScores[weight]...) // the weights add up to 100
	b = append(b, ',')
	b = append(b, reason...)
	for _, level := range levels {
		b = append(b, handPoints[level]...)
	}
	return append(b, '\n')
}

// handFields are the columns that the rules read, by what a row takes them for.
var handFields = []string{"account_id", "size", "features_configured", "features_total", "actions", "active_users", "nps", "pulse", "open_p1"}

// handColumns gives, by column of a file, the place in handFields, or -1.
func handColumns(header []byte) ([]int, error) {
	var columns []int
	found := 0
	for name := range bytes.SplitSeq(bytes.TrimRight(header, "\r\n"), []byte(",")) {
		at := slices.Index(handFields, string(name))
		columns = append(columns, at)
		if at >= 0 {
			found++
		}
	}
	if found != len(handFields) {
		return nil, errors.New("the file lacks a column")
	}
	return columns, nil
}

var errHandCell = errors.New("a cell cannot be read")

// handScore scores the lines of text in one pass over its bytes: it parses, scores
// and formats an account while its line is in the cache.
func handScore(b, text []byte, columns []int) ([]byte, error) {
	var r handRow
	ints := [...]*int{2: &r.configured, 3: &r.total, 4: &r.actions, 5: &r.users, 6: &r.nps, 7: &r.pulse, 8: &r.openP1}
	last := len(columns) - 1
	for at := 0; at < len(text); {
		for i, field := range columns {
			end := byte(',')
			if i == last {
				end = '\n'
			}
			from := at
			if field >= 2 {
				n, negative := 0, false
				if at < len(text) && text[at] == '-' {
					negative = true
					at++
				}
				for ; at < len(text) && text[at] != end; at++ {
					digit := text[at] - '0'
					if digit > 9 {
						return nil, errHandCell
					}
					n = 10*n + int(digit)
				}
				switch {
				case at == from:
					n = absent
				case negative:
					n = -n
				}
				*ints[field] = n
			} else {
				for at < len(text) && text[at] != end {
					at++
				}
				switch field {
				case 0:
					r.key = text[from:at]
				case 1:
					r.size = text[from:at]
				}
			}
			if at == len(text) {
				return nil, errHandCell
			}
			at++
		}
		b = r.appendTo(b)
	}
	return b, nil
}

// handChunk is how much text is read and scored at a time.
const handChunk = 256 << 10

// handChunks gives the lines of a file in chunks of memory that take gives.
func handChunks(in io.Reader, take func() []byte, visit func([]byte) error) error {
	var rest []byte
	for {
		chunk := append(take()[:0], rest...)
		n, err := io.ReadFull(in, chunk[len(chunk):handChunk])
		chunk = chunk[:len(chunk)+n]
		whole := bytes.LastIndexByte(chunk, '\n') + 1
		rest = append(rest[:0], chunk[whole:]...)
		if err := visit(chunk[:whole]); err != nil {
			return err
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// handOneThread scores a file on one thread.
func handOneThread(in io.Reader, out io.Writer) error {
	buffered := bufio.NewReader(in)
	header, err := buffered.ReadBytes('\n')
	if err != nil {
		return err
	}
	columns, err := handColumns(header)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, handHeader); err != nil {
		return err
	}
	memory := make([]byte, handChunk)
	var text []byte
	return handChunks(buffered, func() []byte { return memory }, func(chunk []byte) (err error) {
		if text, err = handScore(text[:0], chunk, columns); err != nil {
			return err
		}
		_, err = out.Write(text)
		return err
	})
}

// handThreads scores a file on several threads: one reads chunks, workers score
// them, and they are written in order.
func handThreads(in io.Reader, out io.Writer, workers int) error {
	buffered := bufio.NewReader(in)
	header, err := buffered.ReadBytes('\n')
	if err != nil {
		return err
	}
	columns, err := handColumns(header)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, handHeader); err != nil {
		return err
	}
	type scoredChunk struct{ chunk, text []byte }
	free := make(chan []byte, 4*workers) // more than the pipeline holds
	for range cap(free) {
		free <- make([]byte, handChunk)
	}
	p := pipeline[[]byte, scoredChunk]{
		produce: func(_ context.Context, emit func([]byte) error) error {
			return handChunks(buffered, func() []byte { return <-free }, emit)
		},
		take: func(s *scoredChunk) error {
			free <- s.chunk[:0]
			_, err := out.Write(s.text)
			return err
		},
	}
	for range workers {
		p.work = append(p.work, func(_ context.Context, chunk []byte, s *scoredChunk) (err error) {
			s.chunk = chunk
			s.text, err = handScore(s.text[:0], chunk, columns)
			return err
		})
	}
	return p.run(context.Background())
}

// handStandard scores a file as most programs would: with encoding/csv, a struct a
// row, and float64.
func handStandard(in io.Reader, out io.Writer) error {
	r, w := csv.NewReader(in), csv.NewWriter(out)
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		return err
	}
	var at [9]int
	for i, name := range handFields {
		if at[i] = slices.Index(header, name); at[i] < 0 {
			return fmt.Errorf("the file lacks the column %s", name)
		}
	}
	if _, err := io.WriteString(out, handHeader); err != nil {
		return err
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			w.Flush()
			return w.Error()
		}
		if err != nil {
			return err
		}
		a := standardRow{key: record[at[0]], size: record[at[1]]}
		for i, cell := range []*float64{&a.configured, &a.total, &a.actions, &a.users, &a.nps, &a.pulse, &a.openP1} {
			*cell = math.NaN()
			if text := record[at[i+2]]; text != "" {
				if *cell, err = strconv.ParseFloat(text, 64); err != nil {
					return err
				}
			}
		}
		if err := w.Write(a.score()); err != nil {
			return err
		}
	}
}

// standardRow is an account with numbers that are NaN where they are missing.
type standardRow struct {
	key, size                                             string
	configured, total, actions, users, nps, pulse, openP1 float64
}

func (a *standardRow) score() []string {
	segment := 0
	switch a.size {
	case "enterprise":
		segment = 1
	case "smb":
		segment = 2
	}
	s := &handSegments[segment]
	values := [measures]float64{100 * a.configured / a.total, a.actions / a.users, a.nps, a.pulse}
	edges := [measures][2]int{s.setup, s.usage, {25, 35}, {6, 8}}
	cells := []string{a.key, "health", []string{"default", "enterprise", "smb"}[segment], "", "unknown", "0", "", "", "", "", ""}
	sum, weight, most := 0.0, 0.0, 0.0
	for _, m := range []int{nps, pulse, setup, usage} {
		v, w, points := values[m], float64(s.weights[m]), 10.0
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			continue
		case v <= float64(edges[m][0]):
			points = 0
		case v <= float64(edges[m][1]):
			points = 5
		}
		sum, weight = sum+w*points, weight+w
		cells[7+m] = strconv.FormatFloat(points, 'f', -1, 64)
		if lost := w * (10 - points); lost > most {
			cells[6], most = handNames[m], lost
		}
	}
	if weight == 0 {
		return cells
	}
	score := sum / weight
	if a.openP1 >= 2 {
		score = min(score, 4)
	}
	score = math.Round(score*100) / 100
	cells[3] = strconv.FormatFloat(score, 'f', -1, 64)
	switch {
	case score >= 7:
		cells[4] = "green"
	case score >= 4:
		cells[4] = "yellow"
	default:
		cells[4] = "red"
	}
	cells[5] = strconv.FormatFloat(weight/100, 'f', -1, 64)
	return cells
}
