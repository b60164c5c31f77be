package engine

import (
	"fmt"
	"sync"

	"github.com/bellwether-cs/bellwether/engine/internal/kernel"
)

// schedules keeps what was compiled for earlier requests.
type schedules struct {
	lock sync.Mutex
	kept map[string]*kernel.Schedule
}

// maxSchedules bounds how many are kept: requests that differ in scorecards.
const maxSchedules = 64

// schedule compiles what a request for some scorecards needs.
func (p *Program) schedule(cards []int, reasons bool) *kernel.Schedule {
	s, key := p.schedules, fmt.Sprint(cards, reasons)
	s.lock.Lock()
	defer s.lock.Unlock()
	if kept := s.kept[key]; kept != nil {
		return kept
	}
	if s.kept == nil || len(s.kept) >= maxSchedules {
		s.kept = map[string]*kernel.Schedule{}
	}
	s.kept[key] = kernel.NewSchedule(p.plan, p.evaluator, kernel.Request{Cards: cards, Reasons: reasons})
	return s.kept[key]
}
