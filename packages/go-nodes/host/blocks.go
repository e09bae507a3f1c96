package host

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"atomiton.dev/go-nodes/atomiton"
)

const (
	writeStep    = 16 << 20
	maxFreeBytes = 256 << 20
	maxFreeFiles = 32
	smallest     = 1 << 16
)

// mappedBlocks are the input blocks of one call, mapped read-only.
type mappedBlocks struct {
	names    []string
	mappings [][]byte
}

func (m *mappedBlocks) note(name string) {
	for _, known := range m.names {
		if known == name {
			return
		}
	}
	m.names = append(m.names, name)
}

func (m *mappedBlocks) view(payload *wirePayload) ([]byte, error) {
	if payload.Length == 0 {
		return []byte{}, nil
	}
	file, err := os.Open(payload.Path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	page := int64(os.Getpagesize())
	start := payload.Offset - payload.Offset%page
	length := int(payload.Offset - start + payload.Length)
	mapping, err := syscall.Mmap(int(file.Fd()), start, length, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mapping %s: %w", payload.Path, err)
	}
	m.mappings = append(m.mappings, mapping)
	return mapping[payload.Offset-start:], nil
}

func (m *mappedBlocks) close() {
	for _, mapping := range m.mappings {
		_ = syscall.Munmap(mapping)
	}
	m.mappings = nil
}

// outputBlocks are files that we write and the host reads. Those it has released are used again: their pages exist.
type outputBlocks struct {
	folder, prefix string
	mutex          sync.Mutex
	counter        int
	capacity       map[string]int
	free           []string
	freeBytes      int
}

func newOutputBlocks(folder, prefix string) *outputBlocks {
	return &outputBlocks{folder: folder, prefix: prefix, capacity: map[string]int{}}
}

func (o *outputBlocks) write(data []byte) (*wirePayload, error) {
	name, isNew := o.take(len(data))
	path := filepath.Join(o.folder, name)
	flags := os.O_RDWR
	if isNew {
		flags |= os.O_CREATE | os.O_EXCL
	}
	file, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	for done := 0; done < len(data); {
		count, err := file.WriteAt(data[done:min(len(data), done+writeStep)], int64(done))
		if err != nil {
			os.Remove(path)
			o.forget(name)
			if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.ENOMEM) || errors.Is(err, syscall.EDQUOT) {
				return nil, &atomiton.Error{Kind: "resource", Code: "no-space",
					Message: fmt.Sprintf("There is no room for an output of %d bytes in %s.", len(data), o.folder),
					Hint:    "Close other runs, or give /dev/shm more space."}
			}
			return nil, err
		}
		done += count
	}
	o.mutex.Lock()
	o.capacity[name] = max(o.capacity[name], len(data))
	o.mutex.Unlock()
	return &wirePayload{At: "block", Name: name, Path: path, Length: int64(len(data))}, nil
}

// release takes back blocks that the host has no more use for.
func (o *outputBlocks) release(names []string) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for _, name := range names {
		capacity, known := o.capacity[name]
		if !known {
			continue
		}
		o.free = append(o.free, name)
		o.freeBytes += capacity
	}
	for o.freeBytes > maxFreeBytes || len(o.free) > maxFreeFiles {
		name := o.free[0]
		o.free = o.free[1:]
		o.freeBytes -= o.capacity[name]
		delete(o.capacity, name)
		os.Remove(filepath.Join(o.folder, name))
	}
}

func (o *outputBlocks) take(length int) (name string, isNew bool) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for index, name := range o.free {
		capacity := o.capacity[name]
		if length <= capacity && capacity <= max(2*length, smallest) {
			o.free = append(o.free[:index], o.free[index+1:]...)
			o.freeBytes -= capacity
			return name, false
		}
	}
	o.counter++
	return fmt.Sprintf("%s%d", o.prefix, o.counter), true
}

func (o *outputBlocks) forget(name string) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	delete(o.capacity, name)
}
