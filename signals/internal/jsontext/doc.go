// Package jsontext scans JSON in memory: it finds values with their kind and
// extent, checks their grammar, and keeps numbers as the digits they were
// written with.
//
// What lives here: the scanning of one value, of the members of one object and
// of the items of one list. What does not: streams of values (package
// signals/json) and any meaning of a value (package signals). Unlike
// encoding/json it bounds nesting by its caller's wish, and does not touch text
// that is not UTF-8: whoever reads a string decides on it.
package jsontext
