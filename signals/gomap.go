package signals

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

func (f *fields) scanMap(b *Builder, object map[string]any) error {
	// In the order of names, so that the same map gives the same messages.
	for _, name := range slices.Sorted(maps.Keys(object)) {
		value := object[name]
		target, ok := f.index[name]
		if !ok {
			f.ignore(b, name)
			continue
		}
		if f.given[target] {
			return rejection(fmt.Sprintf("the column %s is given twice", f.table.decl.Columns[target].Name))
		}
		f.given[target] = true
		if target >= len(f.cells) {
			if err := f.addGoList(b.tables[target-len(f.cells)], value); err != nil {
				return err
			}
			continue
		}
		if f.table.columns[target] != nil {
			f.setGo(&f.cells[target], value)
		}
	}
	return nil
}

func (f *fields) addGoList(below *table, value any) error {
	isNull, isList := value == nil, false
	switch rows := value.(type) {
	case []any:
		isNull, isList = rows == nil, true
	case []map[string]any:
		isNull, isList = rows == nil, true
	}
	return f.addList(below, isNull, isList, value)
}

// setGo makes a cell of a Go value. What it cannot be a cell is left to the column
// to call unreadable.
func (f *fields) setGo(c *cell, value any) {
	switch v := value.(type) {
	case nil:
		c.form = nullForm
	case string:
		f.setText(c, stringForm, func(b []byte) []byte { return append(b, v...) })
	case bool:
		c.form, c.flag = boolForm, v
	case json.Number:
		f.setText(c, numberForm, func(b []byte) []byte { return append(b, v...) })
	case time.Time:
		f.setTime(c, v)
	case decimal.Decimal:
		f.setNum(c, exact.FromDecimal(v))
	case *decimal.Decimal:
		if c.form = nullForm; v != nil {
			f.setNum(c, exact.FromDecimal(*v))
		}
	case *big.Rat:
		if c.form = nullForm; v != nil {
			f.setNum(c, exact.FromRat(v))
		}
	default:
		f.setReflected(c, reflect.ValueOf(value))
	}
}

// setReflected takes the other types by what they are made of: all sizes of
// numbers, types declared on basic ones, and pointers, of which nil is blank.
func (f *fields) setReflected(c *cell, v reflect.Value) {
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		f.setText(c, numberForm, func(b []byte) []byte { return strconv.AppendInt(b, v.Int(), 10) })
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		f.setText(c, numberForm, func(b []byte) []byte { return strconv.AppendUint(b, v.Uint(), 10) })
	case reflect.Float32, reflect.Float64:
		bits := v.Type().Bits()
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			c.form = foreignForm
			return
		}
		f.setText(c, numberForm, func(b []byte) []byte { return strconv.AppendFloat(b, v.Float(), 'g', -1, bits) })
	case reflect.String:
		f.setText(c, stringForm, func(b []byte) []byte { return append(b, v.String()...) })
	case reflect.Bool:
		c.form, c.flag = boolForm, v.Bool()
	case reflect.Pointer:
		if v.IsNil() {
			c.form = nullForm
			return
		}
		f.setGo(c, v.Elem().Interface())
	case reflect.Slice, reflect.Array, reflect.Map, reflect.Struct:
		c.form = nestedForm
	default:
		c.form = foreignForm
	}
}

func (f *fields) setText(c *cell, form cellForm, write func([]byte) []byte) {
	from := len(f.scratch)
	f.scratch = write(f.scratch)
	c.form, c.text = form, f.scratch[from:len(f.scratch):len(f.scratch)]
}

// setTime takes an instant to the microsecond, cut off downward.
func (f *fields) setTime(c *cell, t time.Time) {
	micros := t.Unix()*microsPerSecond + int64(t.Nanosecond())/1000
	if year := t.UTC().Year(); year < firstYear || year > lastYear {
		c.form = foreignForm
		return
	}
	c.form, c.micros = instantForm, micros
}

// setNum takes a number; one that is too large to be held exactly is none.
func (f *fields) setNum(c *cell, n exact.Num) {
	c.form, c.num = exactForm, n
}
