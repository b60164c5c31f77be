// Package exact holds the numbers of the rule language: exact rationals, with
// missing as one of their values.
//
// A [Num] is what a cell, a metric, a threshold or a score is made of. Between
// the places where the language publishes a value, arithmetic on Nums loses
// nothing: 0.1 + 0.2 is 0.3 and 7/100*100 is 7. Publishing, by [Num.Publish]
// and its relatives, rounds once, half away from zero, to the digits that the
// language promises. The functions without a rational result ([Sqrt], [Ln],
// [Pow2]) give the published value directly, correctly rounded.
//
// Almost every number met in practice is a fraction of two int64s, and such
// numbers are added, multiplied, compared and published without allocating.
// Numbers that do not fit are carried by math/big, up to [MaxBits]; beyond that
// a result is missing, so that no input can make a calculation grow without
// bound.
//
// What belongs here: representing, reading, writing, rounding and calculating
// numbers, one or two at a time, and exact sums. What does not: anything that
// knows of columns, units, currencies or rows, the reasons why a value is
// missing, and statistics over many values. Apart from the two conversions in
// decimal.go the package uses the standard library only.
package exact
