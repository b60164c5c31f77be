package evaluate

// DefaultSegment is the segment of accounts that are in no other.
const DefaultSegment = "default"

// Segment is the segment of the current account: the first whose condition holds,
// or the value it goes by.
func (f *Frame) Segment() string {
	if f.segmentKnown {
		return f.segment
	}
	f.segment, f.segmentKnown = DefaultSegment, true
	if by := f.program.by; by != nil {
		if text, ok := by(f); ok {
			f.segment = text
		}
		return f.segment
	}
	for i, when := range f.program.when {
		if when(f) == yes {
			f.segment = f.program.plan.Segments.Names[i]
			break
		}
	}
	return f.segment
}
