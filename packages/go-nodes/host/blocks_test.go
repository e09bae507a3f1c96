package host

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestReleasedFilesAreUsedAgain(t *testing.T) {
	folder := t.TempDir()
	blocks := newOutputBlocks(folder, "p1-")
	first := written(t, blocks, bytes.Repeat([]byte("a"), 100_000))
	blocks.release([]string{first.Name})
	for _, letter := range "bcd" {
		data := bytes.Repeat([]byte{byte(letter)}, 90_000)
		again := written(t, blocks, data)
		if again.Name != first.Name {
			t.Fatalf("%s was written instead of %s", again.Name, first.Name)
		}
		read, _ := os.ReadFile(again.Path)
		if !bytes.Equal(read[:again.Length], data) {
			t.Fatalf("%s has other bytes", again.Path)
		}
		blocks.release([]string{again.Name})
	}
	if small := written(t, blocks, make([]byte, 66_000)); small.Name != first.Name {
		t.Errorf("a file of 100,000 bytes was not used for 66,000")
	}
}

func TestUnusedFilesAreBounded(t *testing.T) {
	folder := t.TempDir()
	blocks := newOutputBlocks(folder, "p1-")
	var names []string
	for range 40 {
		names = append(names, written(t, blocks, make([]byte, 70_000)).Name)
	}
	blocks.release(names)
	if entries, _ := os.ReadDir(folder); len(entries) != maxFreeFiles {
		t.Errorf("%d files are left, expected %d", len(entries), maxFreeFiles)
	}
}

func written(t *testing.T, blocks *outputBlocks, data []byte) *wirePayload {
	t.Helper()
	payload, err := blocks.write(data)
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

func TestInputFilesStayMappedForAWhile(t *testing.T) {
	folder := t.TempDir()
	maps := &inputMaps{byPath: map[string][]byte{}}
	for number := range 12 {
		path := filepath.Join(folder, fmt.Sprint(number))
		if err := os.WriteFile(path, bytes.Repeat([]byte{byte(number)}, 5000), 0o600); err != nil {
			t.Fatal(err)
		}
		view, err := maps.view(&wirePayload{Path: path, Offset: 4990, Length: 10})
		if err != nil || !bytes.Equal(view, bytes.Repeat([]byte{byte(number)}, 10)) {
			t.Fatalf("got %v, %v", view, err)
		}
	}
	maps.trim()
	if len(maps.byPath) != maxMappedFiles || maps.bytes != 5000*maxMappedFiles {
		t.Errorf("%d files of %d bytes are mapped", len(maps.byPath), maps.bytes)
	}
	if maps.byPath[filepath.Join(folder, "0")] != nil || maps.byPath[filepath.Join(folder, "11")] == nil {
		t.Error("not the oldest were let go")
	}
	if _, err := maps.view(&wirePayload{Path: filepath.Join(folder, "11"), Offset: 4990, Length: 100}); err == nil {
		t.Error("a range beyond the file was mapped")
	}
	if _, err := maps.view(&wirePayload{Path: filepath.Join(folder, "none"), Length: 1}); err == nil {
		t.Error("a file that is not there was mapped")
	}
}
