package main

import "errors"

// filled is a flag whose value is not empty: what a variable leaves that a shell has
// not set is no flag that was left out. It is a pflag.Value.
type filled struct {
	value *string
	// want says what to give instead of nothing.
	want string
	// fits tells what is wrong with a value; may be nil.
	fits func(string) error
}

func (f *filled) String() string { return *f.value }

func (f *filled) Type() string { return "string" }

func (f *filled) Set(text string) error {
	if text == "" {
		return &faultError{errors.New("the value is empty: " + f.want)}
	}
	if f.fits != nil {
		if err := f.fits(text); err != nil {
			return &faultError{err}
		}
	}
	*f.value = text
	return nil
}

// faultError says all there is to say about a value that does not fit its flag.
type faultError struct{ err error }

func (e *faultError) Error() string { return e.err.Error() }

func (e *faultError) Unwrap() error { return e.err }
