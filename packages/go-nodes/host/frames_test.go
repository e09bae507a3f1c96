package host

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand"
	"reflect"
	"testing"
	"testing/iotest"
)

func TestFramesComeBack(t *testing.T) {
	var pipe bytes.Buffer
	writer := &frameWriter{out: &pipe}
	source := rand.New(rand.NewSource(1))
	var bodies [][]byte
	for number := range 200 {
		body := make([]byte, source.Intn(100_000))
		source.Read(body)
		bodies = append(bodies, body)
		if err := writer.send(&message{T: "call", S: int64(number), Blocks: []string{"h0"}}, body[:len(body)/2], body[len(body)/2:]); err != nil {
			t.Fatal(err)
		}
	}
	reader := newFrameReader(iotest.HalfReader(&pipe))
	for number, expected := range bodies {
		var head message
		body, err := reader.read(&head)
		if err != nil || head.S != int64(number) || !reflect.DeepEqual(head.Blocks, []string{"h0"}) || !bytes.Equal(body, expected) {
			t.Fatalf("frame %d came back as %v with %d bytes (%v)", number, head, len(body), err)
		}
	}
	if _, err := reader.read(&message{}); !errors.Is(err, io.EOF) {
		t.Errorf("got %v at the end", err)
	}
}

func TestHostileLengthsAreRefused(t *testing.T) {
	for _, lengths := range [][2]uint32{{0, 0}, {3, 0}, {10, 20}, {0xffffffff, 4}} {
		frame := binary.LittleEndian.AppendUint32(nil, lengths[0])
		frame = binary.LittleEndian.AppendUint32(frame, lengths[1])
		if _, err := newFrameReader(bytes.NewReader(frame)).read(&message{}); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("the lengths %v gave %v", lengths, err)
		}
	}
}

func TestLargeNumbersComeAsDoubles(t *testing.T) {
	var pipe bytes.Buffer
	head := map[string]any{"t": "call", "inputs": map[string]any{"f": map[string]any{
		"kind": "file", "sizeBytes": 5e9, "modifiedMs": 1700000000000.5, "json": []any{5e9, 1, "x"}}}}
	if err := (&frameWriter{out: &pipe}).send(head); err != nil {
		t.Fatal(err)
	}
	var received message
	if _, err := newFrameReader(&pipe).read(&received); err != nil {
		t.Fatal(err)
	}
	wire := received.Inputs["f"]
	if wire.SizeBytes != 5_000_000_000 || wire.ModifiedMs != 1700000000000.5 {
		t.Errorf("got %g, %g", wire.SizeBytes, wire.ModifiedMs)
	}
	if plain := floats(wire.JSON); !reflect.DeepEqual(plain, []any{5e9, 1.0, "x"}) {
		t.Errorf("got %#v", plain)
	}
}
