// Package csv takes CSV apart: RFC 4180 with a header row, fields in quotes that
// may hold commas and line breaks, lines that end in LF or CRLF, and an optional
// byte-order mark.
//
// What lives here: a streaming reader that allocates nothing per row and goes on
// after a malformed one. What does not: any meaning of a field, which is package
// signals', and files, which are package files'.
package csv
