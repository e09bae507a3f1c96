// Package test has the nodes that the contract of the runtimes is tested with.
package test

import (
	"fmt"
	"os"
	"strconv"

	"atomiton.dev/go-nodes/atomiton"
)

func init() {
	atomiton.Register("test/echo", echo)
	atomiton.Register("test/big", big)
	atomiton.Register("test/sum", sum)
	atomiton.Register("test/negate", negate)
	atomiton.Register("test/spin", spin)
	atomiton.Register("test/fail", fail)
	atomiton.Register("test/panic", panics)
	atomiton.Register("test/crash", crash)
	atomiton.Register("test/print", prints)
	atomiton.Register("test/progress", progress)
	atomiton.Register("test/emits", emits)
	atomiton.RegisterNode("test/counter", openCounter)
}

func echo(ctx *atomiton.Context) error {
	value, err := ctx.Input("value")
	if err != nil {
		return err
	}
	return ctx.Emit(atomiton.Outputs{"value": value})
}

func big(ctx *atomiton.Context) error {
	megabytes, err := ctx.Int("megabytes")
	if err != nil {
		return err
	}
	data := make([]byte, megabytes<<20)
	for index := range data {
		data[index] = byte(index)
	}
	return ctx.Emit(atomiton.Outputs{"bytes": atomiton.Bytes(data)})
}

func sum(ctx *atomiton.Context) error {
	value, err := ctx.Input("bytes")
	if err != nil {
		return err
	}
	total := 0
	for _, one := range value.Bytes {
		total += int(one)
	}
	return ctx.Emit(atomiton.Outputs{"sum": atomiton.JSON(total)})
}

// negate gives back every byte inverted.
func negate(ctx *atomiton.Context) error {
	value, err := ctx.Input("bytes")
	if err != nil {
		return err
	}
	inverted := make([]byte, len(value.Bytes))
	for index, one := range value.Bytes {
		inverted[index] = ^one
	}
	return ctx.Emit(atomiton.Outputs{"bytes": atomiton.Bytes(inverted)})
}

func spin(ctx *atomiton.Context) error {
	ctx.Log("info", "spinning")
	number := 0
	for number >= 0 {
		number = (number*31 + 7) % 1_000_003
	}
	return nil
}

func failingFunction(message string) error {
	return atomiton.Errorf("%s", message)
}

func fail(ctx *atomiton.Context) error {
	message, err := ctx.Text("message")
	if err != nil {
		return err
	}
	return failingFunction(message)
}

func panics(_ *atomiton.Context) error {
	var nothing []int
	fmt.Println(nothing[3])
	return nil
}

func crash(_ *atomiton.Context) error {
	go panic("nobody recovers this")
	select {}
}

func prints(_ *atomiton.Context) error {
	fmt.Println("printed one")
	fmt.Println("printed two")
	fmt.Fprintln(os.Stderr, "printed to stderr")
	return nil
}

func progress(ctx *atomiton.Context) error {
	steps, err := ctx.Int("steps")
	if err != nil {
		return err
	}
	for step := 1; step <= steps; step++ {
		ctx.Progress(float64(step)/float64(steps), fmt.Sprintf("step %d", step))
	}
	return ctx.Emit(atomiton.Outputs{"value": atomiton.JSON(steps)})
}

func emits(ctx *atomiton.Context) error {
	count, err := ctx.Int("count")
	if err != nil {
		return err
	}
	for value := range count {
		if err := ctx.Emit(atomiton.Outputs{"value": atomiton.JSON(value)}); err != nil {
			return err
		}
	}
	return nil
}

type counter struct {
	total float64
}

func openCounter(parameters map[string]any) (atomiton.Node, error) {
	start, _ := parameters["start"].(float64)
	return &counter{total: start}, nil
}

func (c *counter) Call(ctx *atomiton.Context) error {
	c.total++
	return ctx.Emit(atomiton.Outputs{"total": atomiton.JSON(c.total)})
}

func (c *counter) Snapshot() ([]byte, error) {
	return []byte(atomiton.NumberText(c.total)), nil
}

func (c *counter) Restore(state []byte) error {
	total, err := strconv.ParseFloat(string(state), 64)
	if err == nil {
		c.total = total
	}
	return err
}
