// Package evaluate compiles a plan into typed closures and runs them, one account
// at a time, over the columns of a portfolio.
//
// It adds no meaning to the plan. A [Program] is immutable and safe for concurrent
// use; a [Frame] is the scratch memory of one worker, which it reuses from account
// to account. Within an account each value that several things need is computed
// once; nothing that nobody asks for is computed.
package evaluate
