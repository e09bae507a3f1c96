// Package checksums is the node core/checksums: the checksums of all files of a folder, computed side by side.
package checksums

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"atomiton.dev/go-nodes/atomiton"
)

const readBytes = 1 << 20

func init() { atomiton.Register("core/checksums", run) }

// result is one row: an empty checksum stands for a file that could not be read.
type result struct {
	path      string
	sizeBytes int64
	checksum  string
	problem   string
}

func run(ctx *atomiton.Context) error {
	options, err := readOptions(ctx)
	if err != nil {
		return err
	}
	files, totalBytes, err := findFiles(ctx, options)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		ctx.Log("warn", fmt.Sprintf("No file in %s matches %q.", options.folder, options.pattern))
	}
	results, err := hashAll(ctx, options, files, totalBytes)
	if err != nil {
		return err
	}
	table, err := toTable(options, results)
	if err != nil {
		return err
	}
	return ctx.Emit(atomiton.Outputs{"table": table})
}

type options struct {
	folder         string
	pattern        string
	matches        matcher
	algorithm      string
	newHash        newHash
	listUnreadable bool
}

func readOptions(ctx *atomiton.Context) (options, error) {
	var read options
	var err error
	if read.folder, err = ctx.Text("folder"); err != nil {
		return read, err
	}
	if err := checkFolder(read.folder); err != nil {
		return read, err
	}
	if read.pattern, err = ctx.Text("pattern"); err != nil {
		return read, err
	}
	if read.matches, err = compileGlob(read.pattern); err != nil {
		return read, err
	}
	if read.algorithm, err = ctx.Text("algorithm"); err != nil {
		return read, err
	}
	if read.newHash, err = algorithmNamed(read.algorithm); err != nil {
		return read, err
	}
	unreadable, err := ctx.Text("unreadable")
	read.listUnreadable = unreadable == "list"
	return read, err
}

func checkFolder(folder string) error {
	status, err := os.Stat(folder)
	switch {
	case folder == "":
		return &atomiton.Error{Kind: "validation", Code: "folder-missing", Port: "folder",
			Message: "No folder is given.", Hint: "Choose a folder in the node's settings."}
	case errors.Is(err, fs.ErrNotExist):
		return &atomiton.Error{Kind: "validation", Code: "folder-not-found", Port: "folder",
			Message: fmt.Sprintf("There is no folder %s.", folder), Hint: "Check the path; relative ones start at the blueprint's file."}
	case err != nil:
		return &atomiton.Error{Kind: "validation", Code: "folder-unreadable", Port: "folder",
			Message: fmt.Sprintf("The folder %s cannot be read: %s.", folder, reason(err))}
	case !status.IsDir():
		return &atomiton.Error{Kind: "validation", Code: "not-a-folder", Port: "folder",
			Message: fmt.Sprintf("Received the file %s, expected a folder.", folder), Hint: "Choose the folder that holds the file."}
	}
	return nil
}

// hashAll computes the checksums side by side, in the order of the files.
func hashAll(ctx *atomiton.Context, options options, files []file, totalBytes int64) ([]result, error) {
	workers := min(runtime.GOMAXPROCS(0), len(files))
	results := make([]result, len(files))
	working, stop := context.WithCancel(ctx)
	defer stop()
	var next, doneBytes atomic.Int64
	var doneFiles atomic.Int64
	var failure error
	var once sync.Once
	var group sync.WaitGroup
	report := func(count int64) {
		done := doneBytes.Add(count)
		if totalBytes > 0 {
			ctx.Progress(min(1, float64(done)/float64(totalBytes)),
				fmt.Sprintf("%d of %d files", doneFiles.Load(), len(files)))
		}
	}
	for range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			buffer := make([]byte, readBytes)
			for {
				index := int(next.Add(1)) - 1
				if index >= len(files) || working.Err() != nil {
					return
				}
				row, err := hashFile(working, options, files[index], buffer, report)
				doneFiles.Add(1)
				if err != nil {
					once.Do(func() { failure = err })
					stop()
					return
				}
				results[index] = row
			}
		}()
	}
	group.Wait()
	if failure == nil {
		failure = ctx.Err()
	}
	return results, failure
}

func hashFile(ctx context.Context, options options, file file, buffer []byte, report func(int64)) (result, error) {
	row := result{path: file.relative, sizeBytes: file.sizeBytes}
	checksum, read, err := checksumOf(ctx, options.newHash(), file.absolute, buffer, report)
	switch {
	case err == nil:
		row.checksum, row.sizeBytes = checksum, read
		return row, nil
	case ctx.Err() != nil:
		return row, ctx.Err()
	case options.listUnreadable:
		row.problem = reason(err)
		return row, nil
	default:
		return row, &atomiton.Error{Code: "file-unreadable", Port: "folder",
			Message: fmt.Sprintf("The file %s cannot be read: %s.", filepath.ToSlash(file.relative), reason(err)),
			Hint:    "Give read permission, leave it out with the pattern, or set Unreadable files to List."}
	}
}

// reason is an error without the operation and the path that Go puts before it.
func reason(err error) string {
	var withPath *fs.PathError
	if errors.As(err, &withPath) {
		return withPath.Err.Error()
	}
	return err.Error()
}
