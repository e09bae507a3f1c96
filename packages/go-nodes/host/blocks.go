package host

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"atomiton.dev/go-nodes/atomiton"
)

const (
	writeStep    = 16 << 20
	maxFreeBytes = 256 << 20
	maxFreeFiles = 32
	smallest     = 1 << 16

	maxMappedFiles = 8
	maxMappedBytes = 256 << 20
)

// inputMaps are mappings of input files, read-only. The host uses its files again, so the last ones stay mapped.
type inputMaps struct {
	byPath map[string][]byte
	// used longest ago first
	order []string
	bytes int
}

func (m *inputMaps) view(payload *wirePayload) ([]byte, error) {
	if payload.Length == 0 {
		return []byte{}, nil
	}
	end := payload.Offset + payload.Length
	mapping := m.byPath[payload.Path]
	if int64(len(mapping)) < end {
		m.drop(payload.Path)
		var err error
		if mapping, err = mapFile(payload.Path, syscall.PROT_READ); err != nil {
			return nil, err
		}
		m.byPath[payload.Path] = mapping
		m.bytes += len(mapping)
	}
	m.order = append(slices.DeleteFunc(m.order, func(path string) bool { return path == payload.Path }), payload.Path)
	if payload.Offset < 0 || end > int64(len(mapping)) {
		return nil, fmt.Errorf("the block %s has %d bytes, %d were expected", payload.Path, len(mapping), end)
	}
	return mapping[payload.Offset:end:end], nil
}

// trim lets the mappings go that were used longest ago. Nobody has views of them: the call is over.
func (m *inputMaps) trim() {
	for len(m.order) > maxMappedFiles || m.bytes > maxMappedBytes {
		m.drop(m.order[0])
		m.order = m.order[1:]
	}
}

func (m *inputMaps) drop(path string) {
	mapping := m.byPath[path]
	if mapping == nil {
		return
	}
	delete(m.byPath, path)
	m.bytes -= len(mapping)
	_ = syscall.Munmap(mapping)
}

func mapFile(path string, protection int) ([]byte, error) {
	flags := os.O_RDONLY
	if protection&syscall.PROT_WRITE != 0 {
		flags = os.O_RDWR
	}
	file, err := os.OpenFile(path, flags, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	status, err := file.Stat()
	if err != nil {
		return nil, err
	}
	mapping, err := syscall.Mmap(int(file.Fd()), 0, int(status.Size()), protection, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mapping %s: %w", path, err)
	}
	return mapping, nil
}

// outputBlocks are files that we write and the host reads. Those it has released are used again: their pages exist.
type outputBlocks struct {
	folder, prefix string
	mutex          sync.Mutex
	counter        int
	capacity       map[string]int
	free           []string
	freeBytes      int
	// Files that were used again: copying into pages that are mapped is several times as fast as writing.
	maps map[string][]byte
}

func newOutputBlocks(folder, prefix string) *outputBlocks {
	return &outputBlocks{folder: folder, prefix: prefix, capacity: map[string]int{}, maps: map[string][]byte{}}
}

func (o *outputBlocks) write(data []byte) (*wirePayload, error) {
	name, isNew := o.take(len(data))
	path := filepath.Join(o.folder, name)
	payload := &wirePayload{At: "block", Name: name, Path: path, Length: int64(len(data))}
	if isNew {
		if err := o.create(path, data); err != nil {
			return nil, err
		}
		o.mutex.Lock()
		o.capacity[name] = len(data)
		o.mutex.Unlock()
		return payload, nil
	}
	o.mutex.Lock()
	mapping := o.maps[name]
	o.mutex.Unlock()
	if mapping == nil {
		var err error
		if mapping, err = mapFile(path, syscall.PROT_READ|syscall.PROT_WRITE); err != nil {
			return nil, err
		}
		o.mutex.Lock()
		o.maps[name] = mapping
		o.mutex.Unlock()
	}
	copy(mapping, data)
	return payload, nil
}

func (o *outputBlocks) create(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	for done := 0; done < len(data); {
		count, err := file.WriteAt(data[done:min(len(data), done+writeStep)], int64(done))
		if err != nil {
			os.Remove(path)
			if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.ENOMEM) || errors.Is(err, syscall.EDQUOT) {
				return &atomiton.Error{Kind: "resource", Code: "no-space",
					Message: fmt.Sprintf("There is no room for an output of %d bytes in %s.", len(data), o.folder),
					Hint:    "Close other runs, or give /dev/shm more space."}
			}
			return err
		}
		done += count
	}
	return nil
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
		if mapping := o.maps[name]; mapping != nil {
			_ = syscall.Munmap(mapping)
			delete(o.maps, name)
		}
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
