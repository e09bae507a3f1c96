package host

import "atomiton.dev/go-nodes/atomiton"

// message is any message from the host; which fields count depends on T.
type message struct {
	T          string                `msgpack:"t"`
	S          int64                 `msgpack:"s"`
	C          int64                 `msgpack:"c"`
	Node       string                `msgpack:"node"`
	Parameters map[string]any        `msgpack:"parameters"`
	Outputs    map[string]string     `msgpack:"outputs"`
	Inputs     map[string]*wireValue `msgpack:"inputs"`
	Number     int64                 `msgpack:"number"`
	Blocks     []string              `msgpack:"blocks"`
}

type hello struct {
	T        string   `msgpack:"t"`
	Language string   `msgpack:"language"`
	Version  string   `msgpack:"version"`
	Nodes    []string `msgpack:"nodes"`
	Pid      int      `msgpack:"pid"`
}

type sessionReply struct {
	T string `msgpack:"t"`
	S int64  `msgpack:"s"`
}

type callReply struct {
	T string `msgpack:"t"`
	S int64  `msgpack:"s"`
	C int64  `msgpack:"c"`
}

type errorReply struct {
	T     string    `msgpack:"t"`
	S     int64     `msgpack:"s"`
	C     int64     `msgpack:"c,omitempty"`
	Error errorForm `msgpack:"error"`
}

type errorForm struct {
	Kind    string `msgpack:"kind,omitempty"`
	Code    string `msgpack:"code"`
	Message string `msgpack:"message"`
	Hint    string `msgpack:"hint,omitempty"`
	Port    string `msgpack:"port,omitempty"`
	Stack   string `msgpack:"stack,omitempty"`
}

type emitMessage struct {
	T          string                `msgpack:"t"`
	S          int64                 `msgpack:"s"`
	C          int64                 `msgpack:"c"`
	Number     int64                 `msgpack:"number"`
	Outputs    map[string]*wireValue `msgpack:"outputs"`
	IdentityUs int64                 `msgpack:"identityUs,omitempty"`
}

type progressMessage struct {
	T        string  `msgpack:"t"`
	S        int64   `msgpack:"s"`
	C        int64   `msgpack:"c"`
	Fraction float64 `msgpack:"fraction"`
	Message  string  `msgpack:"message,omitempty"`
}

type logMessage struct {
	T     string `msgpack:"t"`
	S     int64  `msgpack:"s"`
	C     int64  `msgpack:"c"`
	Level string `msgpack:"level"`
	Text  string `msgpack:"text"`
}

type unmappedMessage struct {
	T      string   `msgpack:"t"`
	Blocks []string `msgpack:"blocks"`
}

// wirePayload is a part of the frame's body, or of a file of shared memory.
type wirePayload struct {
	At     string `msgpack:"at"`
	Name   string `msgpack:"name,omitempty"`
	Path   string `msgpack:"path,omitempty"`
	Offset int64  `msgpack:"offset"`
	Length int64  `msgpack:"length"`
}

// wireValue is a value as it crosses the pipe; which fields count depends on its kind.
type wireValue struct {
	Kind     string            `msgpack:"kind"`
	Identity string            `msgpack:"identity"`
	JSON     any               `msgpack:"json"`
	Payload  *wirePayload      `msgpack:"payload,omitempty"`
	Rows     int64             `msgpack:"rows"`
	Columns  []atomiton.Column `msgpack:"columns,omitempty"`
	Dtype    string            `msgpack:"dtype,omitempty"`
	Shape    []int64           `msgpack:"shape"`
	Width    int64             `msgpack:"width,omitempty"`
	Height   int64             `msgpack:"height,omitempty"`
	Format   string            `msgpack:"format,omitempty"`
	Path     string            `msgpack:"path,omitempty"`
	// Whole numbers beyond 32 bits come as doubles.
	SizeBytes  float64      `msgpack:"sizeBytes"`
	ModifiedMs float64      `msgpack:"modifiedMs,omitempty"`
	Items      []*wireValue `msgpack:"items"`
}
