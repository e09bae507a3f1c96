package atomiton

import "sort"

// Func is a node that keeps nothing between calls.
type Func func(ctx *Context) error

// Node is an opened node; it may keep something between calls. It may also be a Snapshotter and an io.Closer.
type Node interface {
	Call(ctx *Context) error
}

// Snapshotter is a node whose state can be moved to another process.
type Snapshotter interface {
	Snapshot() ([]byte, error)
	Restore(state []byte) error
}

// Opener makes a node from its parameters.
type Opener func(parameters map[string]any) (Node, error)

// Call makes Func a Node.
func (f Func) Call(ctx *Context) error { return f(ctx) }

var openers = map[string]Opener{}

// Register makes a function known as the node of a type. Call it from init.
func Register(nodeType string, function Func) {
	RegisterNode(nodeType, func(map[string]any) (Node, error) { return function, nil })
}

// RegisterNode makes an opener known as the node of a type. Call it from init.
func RegisterNode(nodeType string, opener Opener) {
	if _, exists := openers[nodeType]; exists {
		panic("the node " + nodeType + " is registered twice")
	}
	openers[nodeType] = opener
}

// Lookup finds a node by its type.
func Lookup(nodeType string) (Opener, bool) {
	opener, ok := openers[nodeType]
	return opener, ok
}

// Types lists all registered nodes.
func Types() []string {
	types := make([]string, 0, len(openers))
	for nodeType := range openers {
		types = append(types, nodeType)
	}
	sort.Strings(types)
	return types
}
