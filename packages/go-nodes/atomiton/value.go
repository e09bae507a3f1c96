package atomiton

import (
	"fmt"
	"os"
	"path/filepath"
)

// Kind is what a value is.
type Kind string

// The kinds of values.
const (
	KindJSON   Kind = "json"
	KindBytes  Kind = "bytes"
	KindTable  Kind = "table"
	KindTensor Kind = "tensor"
	KindImage  Kind = "image"
	KindFile   Kind = "file"
	KindList   Kind = "list"
)

// Column of a table: its name, and its Arrow type as the JavaScript library spells it (Int64, Utf8).
type Column struct {
	Name string `msgpack:"name"`
	Type string `msgpack:"type"`
}

// Value is what travels on an edge. Which fields count depends on Kind.
type Value struct {
	Kind Kind
	// JSON holds nil, bool, float64, string, []any or map[string]any.
	JSON any
	// Bytes of bytes, table (one Arrow IPC stream), tensor (row-major, little endian) and image (rows from the top).
	Bytes []byte
	// Rows and Columns of a table.
	Rows    int64
	Columns []Column
	// Dtype and Shape of a tensor.
	Dtype string
	Shape []int64
	// Width and Height of an image in pixels; Format is rgba8 or gray8.
	Width, Height int64
	Format        string
	// Path (absolute), SizeBytes and ModifiedMs of a file.
	Path       string
	SizeBytes  int64
	ModifiedMs float64
	// Items of a list.
	Items []*Value

	// Received values remember where they came from, so that passing one on copies nothing.
	received any
}

// Received gives what SetReceived was given.
func (v *Value) Received() any { return v.received }

// SetReceived is for the host: it ties a value to its form on the wire.
func (v *Value) SetReceived(origin any) { v.received = origin }

// JSON makes a value of plain data: nil, bool, numbers, string, slices, maps with text keys, structs with json tags.
func JSON(data any) *Value { return &Value{Kind: KindJSON, JSON: data} }

// Bytes makes a value of bytes.
func Bytes(data []byte) *Value { return &Value{Kind: KindBytes, Bytes: data} }

// Table makes a value of one Arrow IPC stream.
func Table(stream []byte, rows int64, columns []Column) *Value {
	return &Value{Kind: KindTable, Bytes: stream, Rows: rows, Columns: columns}
}

// Tensor makes a value of row-major little-endian numbers.
func Tensor(dtype string, shape []int64, data []byte) *Value {
	return &Value{Kind: KindTensor, Dtype: dtype, Shape: shape, Bytes: data}
}

// Image makes a value of pixels; format is rgba8 or gray8.
func Image(width, height int64, format string, pixels []byte) *Value {
	return &Value{Kind: KindImage, Width: width, Height: height, Format: format, Bytes: pixels}
}

// List makes a value of values.
func List(items ...*Value) *Value { return &Value{Kind: KindList, Items: items} }

// File makes a value of a file that exists.
func File(path string) (*Value, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	status, err := os.Stat(absolute)
	if err != nil {
		return nil, &Error{Code: "file-not-found", Message: fmt.Sprintf("The file %s cannot be read: %v.", absolute, err)}
	}
	return &Value{Kind: KindFile, Path: absolute, SizeBytes: status.Size(), ModifiedMs: float64(status.ModTime().UnixMilli())}, nil
}
