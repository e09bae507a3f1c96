// Package host is the process that runs Go nodes for the host.
package host

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"github.com/vmihailenco/msgpack/v5"

	"atomiton.dev/go-nodes/atomiton"
)

// Frames: u32le total | u32le head length | msgpack head | body, with total = 4 + head + body.

const maxFrameBytes = 256 << 20

type frameReader struct {
	in *bufio.Reader
}

func newFrameReader(in io.Reader) *frameReader {
	return &frameReader{in: bufio.NewReaderSize(in, 1<<16)}
}

// read gives the next frame, or io.EOF when the pipe has closed.
func (r *frameReader) read(head *message) (body []byte, err error) {
	var prefix [8]byte
	if _, err := io.ReadFull(r.in, prefix[:]); err != nil {
		return nil, io.EOF
	}
	total := binary.LittleEndian.Uint32(prefix[:4])
	headLength := binary.LittleEndian.Uint32(prefix[4:])
	if total < 4 || headLength > total-4 || total > maxFrameBytes {
		return nil, fmt.Errorf("received a frame with the lengths %d and %d", total, headLength)
	}
	frame := make([]byte, total-4)
	if _, err := io.ReadFull(r.in, frame); err != nil {
		return nil, io.EOF
	}
	if err := msgpack.Unmarshal(frame[:headLength], head); err != nil {
		return nil, fmt.Errorf("received a frame whose head is no message: %w", err)
	}
	return frame[headLength:], nil
}

// frameWriter may be used by several goroutines.
type frameWriter struct {
	mutex sync.Mutex
	out   io.Writer
}

func (w *frameWriter) send(head any, body ...[]byte) error {
	packed, err := msgpack.Marshal(head)
	if err != nil {
		return err
	}
	length := 0
	for _, part := range body {
		length += len(part)
	}
	if len(packed)+length > maxFrameBytes {
		return &atomiton.Error{Kind: "resource", Code: "message-too-large",
			Message: fmt.Sprintf("One set of outputs has %d bytes of plain data and small values, %d are allowed.", length, maxFrameBytes),
			Hint:    "Give large data as table, tensor, image or bytes."}
	}
	frame := make([]byte, 0, 8+len(packed)+length)
	frame = binary.LittleEndian.AppendUint32(frame, uint32(4+len(packed)+length))
	frame = binary.LittleEndian.AppendUint32(frame, uint32(len(packed)))
	frame = append(frame, packed...)
	for _, part := range body {
		frame = append(frame, part...)
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	_, err = w.out.Write(frame)
	return err
}
