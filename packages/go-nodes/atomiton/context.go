// Package atomiton is what a node written in Go needs.
//
// A node is a function that is registered under its type:
//
//	func init() { atomiton.Register("core/double", double) }
//
//	func double(ctx *atomiton.Context) error {
//		number, err := ctx.Number("value")
//		if err != nil {
//			return err
//		}
//		return ctx.Emit(atomiton.Outputs{"value": atomiton.JSON(number * 2)})
//	}
//
// What the node prints appears in its log. The bytes of inputs are mapped memory: they are valid until the function
// returns and must not be written to; whoever keeps them copies them.
package atomiton

import (
	"context"
	"fmt"
	"math"
)

// Outputs is one set of outputs by port name.
type Outputs map[string]*Value

// Sink takes what a call produces. The host implements it.
type Sink interface {
	Emit(outputs Outputs) error
	Progress(fraction float64, message string)
	Log(level, text string)
}

// Context is one call of a node. It is done when the call is cancelled; the process ends 300 ms later.
type Context struct {
	context.Context
	// Number of the item, from 0.
	Number int64
	// Inputs by port; a port that nothing is connected to is absent.
	Inputs map[string]*Value
	// Parameters are checked and complete; numbers are float64.
	Parameters map[string]any
	sink       Sink
}

// NewContext makes the context of one call.
func NewContext(parent context.Context, number int64, inputs map[string]*Value, parameters map[string]any, sink Sink) *Context {
	return &Context{Context: parent, Number: number, Inputs: inputs, Parameters: parameters, sink: sink}
}

// Emit publishes one set of outputs. A call may emit any number of times.
func (c *Context) Emit(outputs Outputs) error { return c.sink.Emit(outputs) }

// Progress tells how much is done, from 0 to 1. An empty message says nothing.
func (c *Context) Progress(fraction float64, message string) { c.sink.Progress(fraction, message) }

// Log writes a line to the node's log. Level is debug, info, warn or error.
func (c *Context) Log(level, text string) { c.sink.Log(level, text) }

// Input gives a connected input, or an error that names the port.
func (c *Context) Input(port string) (*Value, error) {
	if value, ok := c.Inputs[port]; ok {
		return value, nil
	}
	return nil, &Error{Kind: "validation", Code: "input-missing", Port: port,
		Message: fmt.Sprintf("Nothing is connected to the input %s.", port)}
}

// Text gives a parameter that is text.
func (c *Context) Text(name string) (string, error) {
	if text, ok := c.Parameters[name].(string); ok {
		return text, nil
	}
	return "", c.wrongParameter(name, "text")
}

// Flag gives a parameter that is true or false.
func (c *Context) Flag(name string) (bool, error) {
	if flag, ok := c.Parameters[name].(bool); ok {
		return flag, nil
	}
	return false, c.wrongParameter(name, "true or false")
}

// Float gives a parameter that is a number.
func (c *Context) Float(name string) (float64, error) {
	if number, ok := c.Parameters[name].(float64); ok {
		return number, nil
	}
	return 0, c.wrongParameter(name, "a number")
}

// Int gives a parameter that is a whole number.
func (c *Context) Int(name string) (int, error) {
	number, ok := c.Parameters[name].(float64)
	if !ok || number != math.Trunc(number) || math.Abs(number) > 1<<53 {
		return 0, c.wrongParameter(name, "a whole number")
	}
	return int(number), nil
}

func (c *Context) wrongParameter(name, expected string) error {
	return &Error{Kind: "validation", Code: "bad-parameter", Port: name,
		Message: fmt.Sprintf("The parameter %s is %v, expected %s.", name, c.Parameters[name], expected)}
}
