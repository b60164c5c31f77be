// Command generate writes the signals of the SaaS example: some 300 accounts of a
// company that does not exist, as of 2026-11-01. It writes the same bytes each time:
//
//	go run ./examples/saas/generate
//
// It counts in whole numbers only, so that no machine rounds otherwise.
package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
)

// accounts is how many accounts there are.
const accounts = 300

func main() {
	folder := "examples/saas/signals"
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	if err := write(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// table is what one file holds.
type table struct {
	name string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// write writes all tables into a folder that exists.
func write(folder string) error {
	for _, t := range generate() {
		file, err := os.Create(filepath.Join(folder, t.name+".csv"))
		if err != nil {
			return err
		}
		w := csv.NewWriter(file)
		if err := w.WriteAll(t.rows); err != nil { // it flushes
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return nil
}

func generate() []*table {
	t := newTables()
	names := companyNames()
	for i := range accounts {
		d := newDice(i)
		c := newCompany(d, i, names[i])
		plans := c.subscribe(d)
		t.addAccount(c)
		t.addSubscriptions(c, plans)
		t.addUsage(d, c, plans)
		t.addTickets(d, c)
		t.addPeople(d, c)
	}
	return t.all()
}
