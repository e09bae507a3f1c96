package atomiton

import (
	"fmt"
	"runtime"
	"strings"
)

// Error is an error whose words the user sees as they are.
type Error struct {
	// Kind is validation, resource, timeout, dependency or runtime (the default).
	Kind string
	// Code is stable and machine readable: file-not-found.
	Code string
	// Message is one sentence that names what was received and what was expected.
	Message string
	// Hint says what to do.
	Hint string
	// Port is the input or parameter that is to blame.
	Port string
	// Stack is where it happened.
	Stack string
}

func (e *Error) Error() string { return e.Message }

// Errorf makes an error that knows where it was made.
func Errorf(format string, args ...any) error {
	return &Error{Code: "node-error", Message: fmt.Errorf(format, args...).Error(), Stack: Callers(1)}
}

// Callers prints the stack from its caller's caller on, without the frames of the host and of the Go runtime.
func Callers(skip int) string {
	counters := make([]uintptr, 64)
	frames := runtime.CallersFrames(counters[:runtime.Callers(skip+2, counters)])
	var text strings.Builder
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "atomiton.dev/go-nodes/host.") {
			break
		}
		if !strings.HasPrefix(frame.Function, "runtime.") {
			fmt.Fprintf(&text, "%s\n\t%s:%d\n", frame.Function, frame.File, frame.Line)
		}
		if !more {
			break
		}
	}
	return strings.TrimRight(text.String(), "\n")
}
