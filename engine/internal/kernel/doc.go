// Package kernel compiles a plan into kernels that go over the columns of a block of
// accounts, and runs them: the fast back end, for a million accounts as for one.
//
// A block is at most some hundred accounts. Each node of the plan that a request
// needs has a vector, the node's values for the block, and a kernel that fills it
// from the vectors of its arguments; columns of the signals are borrowed, not
// copied. A schedule is the list of kernels that a request needs, in order.
//
// Numbers stay exact: a vector holds numerators over one unit as long as bounds
// that are known for the whole block allow it, else ratios, else exact.Nums. What
// is published comes back to a power of ten. Whatever needs another representation
// decides so for the whole block, never by row.
//
// The points of a measure are a vector like any other. Groups are combined one after
// another, those within others first: what a group comes to is a ratio by row, over
// weights that depend on which of its members are there, and so is its coverage. An
// account for which such a ratio outgrows its room is the one exception: its score alone
// is added up in exact.Nums.
//
// The meaning stands in the plan, and what little is computed row by row here, as
// lists and rows within rows, is computed by package evaluate.
package kernel
