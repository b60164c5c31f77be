package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/bellwether-cs/bellwether/rules/report"
)

// write prints the figures in one of the formats of bench.
func (out *figures) write(w io.Writer, format string) error {
	switch format {
	case formatJSON:
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(out)
	case formatGo:
		_, err := io.WriteString(w, out.goLines())
		return err
	}
	_, err := io.WriteString(w, out.tables())
	return err
}

// wayTexts are what the ways to score are called in a table.
var wayTexts = map[string]string{"batch": "batch, all processors", "batch_one_core": "batch, one processor", "one": "one account at a time"}

func (out *figures) tables() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, as of %s, rules %s\n\n", report.Counted(out.Accounts, "account"), report.Counted(out.Processors, "processor"), out.AsOf, short(out.Rules))
	fmt.Fprintf(&b, "compile the rules  %s\n", millis(out.Compile.NS))
	fmt.Fprintf(&b, "read the signals   %s ns a row, %s MB/s\n\n", figure(out.Read.NSPerRow), figure(out.Read.BytesPerSecond/1e6))
	w := figureTable("score", "accounts/s", "ns/account", "B/account", "allocs/account")
	for _, s := range out.Scoring {
		w.AppendRow(table.Row{
			wayTexts[s.Name], figure(s.AccountsPerSecond), figure(s.NSPerAccount), figure(s.BytesPerAccount), figure(s.AllocsPerAccount),
		})
	}
	b.WriteString(render(w))
	if out.Parts == nil {
		return b.String()
	}
	b.WriteByte('\n')
	w = figureTable("part of the rules", "share", "ns/account", "place")
	for _, part := range out.Parts {
		w.AppendRow(table.Row{part.What, fmt.Sprintf("%.1f%%", 100*part.Share), figure(part.NSPerAccount), part.Place})
	}
	b.WriteString(render(w))
	return b.String()
}

// figureTable begins a table: the first column and that of places hold texts, the
// others figures.
func figureTable(titles ...string) table.Writer {
	w := table.NewWriter()
	style := table.StyleLight
	style.Options.DrawBorder = false
	style.Format.Header = text.FormatDefault
	w.SetStyle(style)
	var header table.Row
	var columns []table.ColumnConfig
	for i, title := range titles {
		header = append(header, title)
		if i > 0 && title != "place" {
			columns = append(columns, table.ColumnConfig{Number: i + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	w.AppendHeader(header)
	w.SetColumnConfigs(columns)
	return w
}

func render(w table.Writer) string {
	lines := strings.Split(w.Render(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// figure shows three digits of a measurement, or all before the point: the others
// are noise.
func figure(v float64) string {
	switch {
	case v == 0:
		return "0"
	case v < 0.01:
		return "<0.01"
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

func millis(ns float64) string { return figure(ns/1e6) + " ms" }

// goLines prints the figures as Go's benchmarks do, for benchstat to compare.
func (out *figures) goLines() string {
	var b strings.Builder
	fmt.Fprintf(&b, "goos: %s\ngoarch: %s\nrules: %s\naccounts: %d\n", runtime.GOOS, runtime.GOARCH, out.Rules, out.Accounts)
	line := func(name string, s sample, more string, values ...any) {
		fmt.Fprintf(&b, "Benchmark%s-%d\t%d\t%.0f ns/op", name, out.Processors, s.runs, s.each())
		fmt.Fprintf(&b, more+"\n", values...)
	}
	line("Compile", out.Compile.sample, "")
	line("Read", out.Read.sample, "\t%.2f MB/s\t%.2f ns/row", out.Read.BytesPerSecond/1e6, out.Read.NSPerRow)
	for _, s := range out.Scoring {
		line("Score/"+s.Name, s.sample, "\t%.3f ns/account\t%.0f accounts/s\t%.3f B/account\t%.3f allocs/account",
			s.NSPerAccount, s.AccountsPerSecond, s.BytesPerAccount, s.AllocsPerAccount)
	}
	for _, part := range out.Parts {
		fmt.Fprintf(&b, "BenchmarkPart/%s-%d\t%d\t%.3f ns/account\n",
			strings.ReplaceAll(part.What, " ", "_"), out.Processors, part.accounts, part.NSPerAccount)
	}
	return b.String()
}
