// Package json takes a stream of JSON objects apart: NDJSON, one object a line,
// and JSON, a list of objects or an object that holds such a list.
//
// What lives here: finding where each object begins and ends, and its line, in
// bounded memory, so that one that is malformed costs no other where that is
// possible. What does not: the grammar inside an object and any meaning of it,
// which are package signals'.
package json
