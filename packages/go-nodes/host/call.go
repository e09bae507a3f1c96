package host

import (
	"fmt"
	"sync"
	"time"

	"atomiton.dev/go-nodes/atomiton"
)

const (
	// More progress than this in one call is thinned out to one message every 10 ms.
	freeProgress     = 100
	progressInterval = 10 * time.Millisecond
)

// call is one call while it runs; it takes what the node produces.
type call struct {
	host    *host
	session *session
	s, c    int64
	number  int64

	mutex      sync.Mutex
	finished   bool
	progresses int
	lastSent   time.Time
	heldBack   *progressMessage
}

// Emit implements atomiton.Sink.
func (c *call) Emit(outputs atomiton.Outputs) error {
	out := &outgoing{blocks: c.host.outputs}
	wires := make(map[string]*wireValue, len(outputs))
	for port, value := range outputs {
		if _, known := c.session.outputs[port]; !known && len(c.session.outputs) > 0 {
			return &atomiton.Error{Code: "unknown-output", Message: fmt.Sprintf("The node has no output %q.", port)}
		}
		wire, err := out.wire(port, value)
		if err != nil {
			return err
		}
		wires[port] = wire
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.finished {
		return nil
	}
	return c.host.writer.send(&emitMessage{T: "emit", S: c.s, C: c.c, Number: c.number, Outputs: wires,
		IdentityUs: out.identityUs}, out.body...)
}

// Progress implements atomiton.Sink.
func (c *call) Progress(fraction float64, message string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.finished || fraction != fraction {
		return
	}
	frame := &progressMessage{T: "progress", S: c.s, C: c.c, Fraction: fraction, Message: message}
	c.progresses++
	if c.progresses > freeProgress {
		if time.Since(c.lastSent) < progressInterval {
			c.heldBack = frame
			return
		}
		c.lastSent = time.Now()
	}
	c.heldBack = nil
	c.host.send(frame)
}

// Log implements atomiton.Sink.
func (c *call) Log(level, text string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if !c.finished {
		c.host.send(&logMessage{T: "log", S: c.s, C: c.c, Level: level, Text: text})
	}
}

// finish ends the call: goroutines it left behind are heard no more.
func (c *call) finish() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.heldBack != nil {
		c.host.send(c.heldBack)
	}
	c.finished = true
}
