// Package explain writes the page that tells people how one score came about.
//
// What lives here: the page, as text, for readers who know their customers and not
// the program. What does not: the explanation itself, which is part of the
// document (engine/result), and JSON, which is the document as it stands.
package explain
