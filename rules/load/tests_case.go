package load

import (
	"strconv"

	"github.com/bellwether-cs/bellwether/rules"
)

// testCase reads one test.
type testCase struct {
	*loader
	given fields
	test  *rules.Test
	// account is the key that `account` names; nil if it does not.
	account *rules.Scalar
}

func (l *loader) test(v value, d defaults) (*rules.Test, bool) {
	f, ok := l.fields(v, "a test", "name", "description", "as_of", "account", "accounts", "signals", "expect")
	if !ok {
		return nil, false
	}
	c := testCase{loader: l, given: f, test: &rules.Test{Place: v.place(), AsOf: d.asOf}}
	if e, ok := l.require(f, v.place(), "name", "write a line that says what the test is about: name: an account without usage"); ok {
		c.test.Name, _ = l.label(e.value, "`name`")
		c.test.Place = e.value.place()
	}
	f.read("description", func(v value) { c.test.Description, _ = l.text(v, "`description`") })
	if e, ok := f.get("as_of"); ok {
		c.test.AsOf, _ = l.asOf(e.value)
	} else if d.asOf.IsZero() && !d.unread {
		l.require(f, c.test.Place, "as_of", "write as_of: 2026-11-01 here, or at the top of the file for all its tests")
	}
	if c.accounts(d) {
		c.expect()
	}
	return c.test, true
}

// accounts reads where the accounts of the test come from; it tells whether that is
// known.
func (c *testCase) accounts(d defaults) bool {
	inline := true // the accounts stand in the test
	one, hasOne := c.given.get("account")
	all, hasAll := c.given.get("accounts")
	own, hasOwn := c.given.get("signals")
	ok := true
	switch {
	case hasOne && one.value.isMapping() && hasAll:
		c.report("test-accounts", all.key.place(), "write all accounts below `accounts`, and account: KEY for the one that is looked at",
			"the accounts of the test stand below `account` and `accounts`")
		return false
	case hasOne && one.value.isMapping():
		c.test.RowsPlace = one.key.place()
		row, read := c.row(one.value, "`account`", 0)
		c.test.Rows, ok = []rules.TestRow{row}, read
	case hasAll && !all.value.isScalar():
		c.test.RowsPlace = all.key.place()
		c.test.Rows, ok = c.rows(all.value, "`accounts`", 0)
		if ok && len(c.test.Rows) == 0 {
			c.report("empty", all.key.place(), "", "`accounts` holds no account")
			return false
		}
	case hasAll:
		inline = false
		path, read := c.label(all.value, "`accounts`")
		c.test.Inputs, ok = []rules.TestInput{{Path: path, Place: all.value.place()}}, read
	default:
		inline = false
	}
	if hasOne && !one.value.isMapping() {
		key, read := c.scalar(one.value, "`account`")
		c.account, ok = &key, ok && read
	}
	if inline {
		if hasOwn {
			c.report("test-accounts", own.key.place(), "write the rows of other tables within their accounts: usage: [{...}]",
				"a test has its accounts in it, or takes them from files, not both")
		}
		return ok && !hasOwn
	}
	inputs := d.inputs
	if hasOwn {
		var read bool
		inputs, read = c.testInputs(own.value)
		ok = ok && read
	}
	c.test.Inputs = append(c.test.Inputs, inputs...)
	if ok && len(c.test.Inputs) == 0 && !d.unread && len(c.given.meant) == 0 {
		c.report("missing-key", c.test.Place, "write account: {...}, accounts: [...], or signals: and a folder", "a test needs accounts")
	}
	return ok
}

// rows reads rows of a table.
func (c *testCase) rows(v value, what string, depth int) ([]rules.TestRow, bool) {
	list, ok := c.list(v, what, "a list of rows: [{account_id: A1, seats: 20}]")
	rows := make([]rules.TestRow, 0, len(list))
	for i, item := range list {
		row, read := c.row(item, what+" row "+strconv.Itoa(i+1), depth)
		rows, ok = append(rows, row), ok && read
	}
	return rows, ok
}

// maxTestDepth is how deep rows can stand within each other.
const maxTestDepth = 16

func (c *testCase) row(v value, what string, depth int) (rules.TestRow, bool) {
	row := rules.TestRow{Place: v.place()}
	list, ok := c.entries(v, what, "a row: {account_id: A1, seats: 20}")
	if depth > maxTestDepth {
		c.report("yaml-depth", v.place(), "", "rows are nested too deep here")
		return row, false
	}
	for _, e := range list {
		field := rules.TestField{Name: rules.Name{Text: e.name(), Place: e.key.place()}}
		switch {
		case c.reported(e.value):
			ok = false
			continue
		case e.value.isScalar():
			cell := scalarOf(e.value)
			field.Value = &cell
		case e.value.isList():
			var read bool
			field.Rows, read = c.rows(e.value, "`"+clip(e.name())+"`", depth+1)
			ok = ok && read
		default:
			c.wrongShape(e.value, "`"+clip(e.name())+"`", "a value, or a list of rows", "")
			ok = false
			continue
		}
		row.Fields = append(row.Fields, field)
	}
	return row, ok
}

// expect reads what is expected of the accounts.
func (c *testCase) expect() {
	const example = "write expect: {health: {score: 7, band: green}}"
	written, ok := c.require(c.given, c.test.Place, "expect", example)
	if !ok {
		return
	}
	list, ok := c.entries(written.value, "`expect`", example)
	if !ok {
		return
	}
	if i := indexOf(list, "accounts"); i >= 0 {
		c.expectAccounts(list, i)
		return
	}
	key := c.account
	if key == nil && len(c.test.Rows) != 1 {
		c.report("missing-key", written.key.place(), "write expect: {accounts: {A1: {...}}}, or name the one account: account: A1",
			"the test has several accounts, and `expect` does not say which one is meant")
		return
	}
	e := &rules.Expectation{Account: key, Place: written.key.place()}
	c.expectation(e, list, written.value)
	c.test.Expect = []*rules.Expectation{e}
}

// expectAccounts reads `accounts` of `expect`: what is expected, by key.
func (c *testCase) expectAccounts(list []entry, at int) {
	for i, e := range list {
		if i != at {
			c.report("unknown-key", e.key.place(), "write it below the key of an account", "beside `accounts` nothing else can be expected")
		}
	}
	if c.account != nil {
		c.report("test-accounts", c.account.Place, "delete `account`", "`expect` names the accounts itself")
	}
	accounts, ok := c.entries(list[at].value, "`accounts`", "what is expected, by key: {A1: {health: {score: 7}}}")
	if ok && len(accounts) == 0 {
		c.nothing(list[at])
	}
	for _, e := range accounts {
		if c.reported(e.key) {
			continue
		}
		key := scalarOf(e.key)
		below, ok := c.entries(e.value, "what is expected of "+quoted(key.Text), "like {health: {score: 7}}")
		if !ok {
			continue
		}
		x := &rules.Expectation{Account: &key, Place: e.key.place()}
		c.expectation(x, below, e.value)
		c.test.Expect = append(c.test.Expect, x)
	}
}

// nothing reports a part of an expectation that holds nothing, so that it cannot fail,
// unless what it held could not be read.
func (c *testCase) nothing(e entry) {
	if c.holes[e.value.node] {
		return
	}
	c.report("empty", e.key.place(), "say what is expected, or delete it", "nothing is expected here, and so nothing could fail")
}

func indexOf(list []entry, name string) int {
	for i, e := range list {
		if e.name() == name {
			return i
		}
	}
	return -1
}
