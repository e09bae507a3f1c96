// Gives every frame back: u32 length, little endian, then that many bytes; reads fd 3, writes fd 4.
package main

import (
	"encoding/binary"
	"io"
	"os"
)

func main() {
	in, out := os.NewFile(3, "in"), os.NewFile(4, "out")
	frame := make([]byte, 4)
	for {
		if _, err := io.ReadFull(in, frame[:4]); err != nil {
			return
		}
		size := 4 + int(binary.LittleEndian.Uint32(frame))
		if cap(frame) < size {
			frame = append(make([]byte, 0, size), frame[:4]...)
		}
		frame = frame[:size]
		if _, err := io.ReadFull(in, frame[4:]); err != nil {
			return
		}
		if _, err := out.Write(frame); err != nil {
			return
		}
	}
}
