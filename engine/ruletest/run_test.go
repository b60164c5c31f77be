package ruletest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/bellwether-cs/bellwether/engine/ruletest"
	"github.com/bellwether-cs/bellwether/rules"
	"github.com/bellwether-cs/bellwether/rules/load"
)

func manyTests(t *testing.T, n int) *rules.TestSuite {
	t.Helper()
	var b strings.Builder
	b.WriteString("as_of: 2026-11-01\ntests:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {name: n%d, account: {account_id: A1, size: mid, features_configured: %d, features_total: 100}, expect: {metrics: {setup_rate: %d}}}\n", i, i%100, i%50)
	}
	suite, err := load.TestFiles([]rules.File{{Name: "a_test.yaml", Source: []byte(b.String())}})
	if err != nil {
		t.Fatal(err)
	}
	return suite
}

// TestAnyNumberOfWorkers: the report is the same however many tests run at a time.
func TestAnyNumberOfWorkers(t *testing.T) {
	defer goleak.VerifyNone(t)
	program, suite := compileShared(t), manyTests(t, 300)
	want := ""
	for _, workers := range []int{1, 2, 7, 1000} {
		report, err := ruletest.Run(context.Background(), program, suite, ruletest.Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := report.JSON(&b); err != nil {
			t.Fatal(err)
		}
		if want == "" {
			want = b.String()
		}
		if b.String() != want {
			t.Errorf("the report of %d workers is another", workers)
		}
		if report.Count(ruletest.Passed) != 150 || report.Count(ruletest.Failed) != 150 {
			t.Errorf("%s", report.Summary())
		}
	}
}

func TestCancelled(t *testing.T) {
	defer goleak.VerifyNone(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := ruletest.Run(ctx, compileShared(t), manyTests(t, 10), ruletest.Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// TestNoTests: a suite without tests has an empty report, which covers nothing.
func TestNoTests(t *testing.T) {
	report, err := ruletest.Run(context.Background(), compileShared(t), &rules.TestSuite{}, ruletest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c := report.TotalCoverage(); c.Covered != 0 || c.Total == 0 || len(report.Results) != 0 {
		t.Errorf("%+v", c)
	}
}
