package reference

import (
	"strconv"
	"strings"
)

func cell(s string) *Cell {
	c := Cell(s)
	return &c
}

// drawTables draws the schema: a root much like the language's example, and
// some of four child tables and a grandchild table.
func (g *gen) drawTables() {
	root := &Table{Name: "accounts", Key: "account_id", Columns: []*Column{
		{Name: "account_id", Type: "string"},
		{Name: "name", Type: "string", Optional: true},
		{Name: "size", Type: "string", Optional: g.chance(30), OneOf: []string{"smb", "mid", "enterprise"}},
		{Name: "region", Type: "string", Optional: true, File: pick(g, "", "Sales Region")},
		{Name: "start_date", Type: "date"},
		{Name: "renewal", Type: "date", Optional: true},
		{Name: "seats", Type: "int"},
		{Name: "active_users", Type: "int", Optional: g.chance(40)},
		{Name: "features_configured", Type: "int"},
		{Name: "features_total", Type: "int"},
		{Name: "nps", Type: "number", Optional: true, Min: "-100", Max: "100"},
		{Name: "csm_pulse", Type: "number", Optional: true, At: "pulse_at"},
		{Name: "pulse_at", Type: "date", Optional: true},
		{Name: "open_p1", Type: "int", Default: cell("0")},
		{Name: "mrr", Type: "money"},
		{Name: "mrr_opening", Type: "money", Optional: true},
		{Name: "ratio", Type: "number", Optional: true},
		{Name: "volume", Type: "number", Optional: true},
		{Name: "vip", Type: "bool", Optional: true},
		{Name: "tier", Type: "int", Optional: true, Min: "1", Max: "4"},
		{Name: "survey", Type: "number", Optional: true, KnownAt: "survey_at"},
		{Name: "survey_at", Type: "time", Optional: true},
		{Name: "created", Type: "date"},
	}}
	g.drawFreshness(root.column("csm_pulse"))
	if g.chance(15) {
		root.Time = "created"
	}
	g.rs.Tables = []*Table{root}
	for _, t := range []*Table{usageTable(pick(g, "date", "time"), g.chance(50)), subscriptionsTable(), stakeholdersTable(), answersTable()} {
		if g.chance(60) {
			g.rs.Tables = append(g.rs.Tables, t)
		}
	}
	if g.rs.table("subscriptions") != nil && g.chance(50) {
		g.rs.Tables = append(g.rs.Tables, itemsTable())
	}
	for _, c := range root.Columns {
		if c.Name != root.Key {
			g.names = append(g.names, typedName{c.Name, c.base(), false})
		}
	}
}

func (g *gen) drawFreshness(c *Column) {
	switch g.index(4) {
	case 0:
		c.FreshFor = pick(g, "90d", "30d", "3mo", "8w", "720h", "1y")
	case 1:
		c.FreshBy = Cond{Binary{"in", Name{"value"}, Items{[]Node{Lit{"1"}, Lit{"10"}}}}, Str{"30d"}, Str{"90d"}}
	case 2:
		c.FreshBy = Cond{Binary{">=", Name{"value"}, Lit{"5"}}, Str{"60d"}, Str{"1mo"}}
	}
}

func usageTable(timeType string, blanks bool) *Table {
	return &Table{Name: "usage", Parent: "accounts", Key: "account_id", Time: "day", Columns: []*Column{
		{Name: "account_id", Type: "string"},
		{Name: "day", Type: timeType},
		{Name: "feature", Type: "string", Optional: blanks},
		{Name: "actions", Type: "int"},
		{Name: "minutes", Type: "number", Optional: true},
	}}
}

func subscriptionsTable() *Table {
	return &Table{Name: "subscriptions", Parent: "accounts", Key: "account_id", Time: "started", Until: "ended", Columns: []*Column{
		{Name: "subscription_id", Type: "string"},
		{Name: "account_id", Type: "string"},
		{Name: "started", Type: "date"},
		{Name: "ended", Type: "date", Optional: true},
		{Name: "amount", Type: "money"},
		{Name: "qty", Type: "int"},
	}}
}

func itemsTable() *Table {
	return &Table{Name: "items", Parent: "subscriptions", Key: "subscription_id", Columns: []*Column{
		{Name: "subscription_id", Type: "string"},
		{Name: "units", Type: "int"},
		{Name: "price", Type: "money", Optional: true},
	}}
}

func stakeholdersTable() *Table {
	return &Table{Name: "stakeholders", Parent: "accounts", Key: "account_id", Columns: []*Column{
		{Name: "account_id", Type: "string"},
		{Name: "role", Type: "string"},
		{Name: "influence", Type: "number"},
		{Name: "sentiment", Type: "number", Optional: true},
	}}
}

func answersTable() *Table {
	return &Table{Name: "answers", Parent: "accounts", Key: "account_id", Time: "answered", Columns: []*Column{
		{Name: "account_id", Type: "string"},
		{Name: "answered", Type: "date", Optional: true},
		{Name: "nps_answer", Type: "int", Optional: true, Min: "0", Max: "10"},
		{Name: "csat_answer", Type: "int", Optional: true, Min: "1", Max: "5"},
	}}
}

func (g *gen) drawRecords() {
	most := 6
	if g.chance(4) {
		most = 30
	}
	for i := range g.between(1, most) {
		key := quoted("A" + strconv.Itoa(i+1))
		if i > 0 && g.chance(2) {
			key = `"A1"` // a second row of one key
		}
		rec := g.record(g.rs.root(), key)
		if g.chance(2) {
			delete(rec.Cells, "seats") // refused
		}
		g.records = append(g.records, rec)
	}
}

// record draws a row with what hangs on it. A grandchild table hangs on every
// row of its parent, and the parent has rows, so that whether it was supplied
// is never in doubt.
func (g *gen) record(t *Table, key string) *Record {
	rec := &Record{Cells: map[string]Cell{}, Children: map[string][]*Record{}}
	own := key
	if t.Name == "subscriptions" {
		own = quoted(g.fresh("S"))
		rec.Cells["subscription_id"] = Cell(own)
	}
	rec.Cells[t.Key] = Cell(key)
	for _, c := range t.Columns {
		if _, done := rec.Cells[c.fileName()]; !done {
			g.drawCell(rec, c)
		}
	}
	for _, child := range g.rs.Tables {
		if child.Parent != t.Name {
			continue
		}
		if t == g.rs.root() && g.chance(12) {
			continue // not supplied
		}
		rows := g.between(0, 5)
		if g.manyTexts && child.Name == "usage" && len(g.records) < 4 && g.chance(60) {
			rows = g.between(60, 130)
		}
		if g.chance(20) {
			rows = 0
		} else if t == g.rs.root() && child.Name != "subscriptions" && g.chance(1) && len(g.records) < 3 {
			rows = g.between(60, 300)
		}
		if child.Name == "subscriptions" {
			rows = g.between(1, 4)
		}
		if g.noRows[child.Name] {
			rows = 0
		}
		rec.Children[child.Name] = []*Record{}
		for range rows {
			rec.Children[child.Name] = append(rec.Children[child.Name], g.record(child, own))
		}
	}
	return rec
}

// drawCell draws a cell; blank, or outside its type, only where that is no refusal
// (a child row is refused now and then all the same).
func (g *gen) drawCell(rec *Record, c *Column) {
	mayMiss := c.Optional || c.Default != nil || c.Name == "actions" && g.chance(5)
	if mayMiss && g.chance(18) {
		switch g.index(3) {
		case 1:
			rec.Cells[c.fileName()] = "null"
		case 2:
			rec.Cells[c.fileName()] = `""`
		}
		return
	}
	rec.Cells[c.fileName()] = Cell(g.cellText(c))
	if c.Optional && g.chance(3) {
		rec.Cells[c.fileName()] = g.outside(c)
	}
}

// outside is a cell that the column's type, one_of or range does not take.
func (g *gen) outside(c *Column) Cell {
	switch {
	case c.Max != "":
		return Cell(decimalText(add(c.Max.Rat(), ratInt(1))))
	case c.OneOf != nil:
		return `"other"`
	case c.Type == "string":
		return "null"
	}
	return `"n/a"`
}

func (g *gen) cellText(c *Column) string {
	if g.wild && g.chance(15) {
		if text, ok := g.wildCell(c); ok {
			return text
		}
	}
	switch c.Name {
	case "name":
		if g.wild {
			return quoted(pick(g, "Acme ", "acme", " Ç", "ÀB", "ß", "x") + strconv.Itoa(g.between(0, 60)))
		}
		return quoted(pick(g, "Acme", "acme labs", "Bolt Ltd", " Core ", "Dune"))
	case "size":
		return quoted(pick(g, c.OneOf...))
	case "region":
		if g.wild && g.chance(30) {
			return quoted("land " + strconv.Itoa(g.between(0, 99)))
		}
		return quoted(pick(g, "emea", "apac", "amer", "Yes"))
	case "role":
		return quoted(pick(g, "champion", "buyer", "user"))
	case "feature":
		if g.manyTexts {
			return quoted(pick(g, "F", "f") + strconv.Itoa(g.between(0, 150)))
		}
		return quoted(pick(g, "core", "report", "api"))
	case "csm_pulse", "survey":
		return string(g.decimal(1, 10, pick(g, 0, 0, 1)))
	case "nps":
		return string(g.decimal(-100, 100, pick(g, 0, 0, 1)))
	case "influence":
		return string(g.decimal(0, 5, pick(g, 0, 1)))
	case "sentiment":
		return string(g.decimal(-1, 1, 2))
	case "ratio":
		// The tenth decimal is beyond what is published: a tie when it is a 5.
		ratio, tail := string(g.decimal(0, 2, 3)), pick(g, "", "", "0000005", "0000015", "1234565", "3333333333")
		if tail != "" && !strings.Contains(ratio, ".") {
			ratio += "."
		}
		return ratio + tail
	case "volume":
		return pick(g, string(g.decimal(0, 5000, 1)), "1234567.123456785", "999999.9999999995", "98765432109876.55", "123456789012.3455", "-2500000.000000005", "700000000000000.5")
	case "tier":
		return strconv.Itoa(g.between(1, 4))
	case "nps_answer":
		return strconv.Itoa(g.between(0, 10))
	case "csat_answer":
		return strconv.Itoa(g.between(1, 5))
	case "open_p1":
		return strconv.Itoa(g.between(0, 4))
	case "active_users", "features_total":
		return strconv.Itoa(pick(g, 10, 8, 4, 3, 7, 20, 16, 0))
	}
	switch c.Type {
	case "date":
		return quoted(g.date())
	case "time":
		return quoted(g.instant())
	case "bool":
		return pick(g, "true", "false")
	case "int":
		return strconv.Itoa(g.between(0, 40))
	case "money":
		return string(g.decimal(0, 2000, pick(g, 0, 0, 2, 3)))
	}
	return string(g.decimal(0, 60, pick(g, 0, 1, 2)))
}
