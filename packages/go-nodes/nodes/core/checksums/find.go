package checksums

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"atomiton.dev/go-nodes/atomiton"
)

type file struct {
	// relative to the folder, with the system's separator
	relative  string
	absolute  string
	sizeBytes int64
}

// findFiles lists the regular files that match, in lexical order. Links to files inside the folder count as files; links
// out of it, links to folders, broken links, pipes and devices are left out, and said.
func findFiles(ctx *atomiton.Context, options options) ([]file, int64, error) {
	root, err := filepath.EvalSymlinks(options.folder)
	if err != nil {
		return nil, 0, err
	}
	var files []file
	var totalBytes int64
	leftOut := 0
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, problem error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if problem != nil {
			if !options.listUnreadable || path == root {
				return unreadableFolder(root, path, problem)
			}
			ctx.Log("warn", fmt.Sprintf("The folder %s is left out: %s.", path, reason(problem)))
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err != nil || !options.matches(filepath.ToSlash(relative)) {
			return err
		}
		status, ok := regular(root, path, entry)
		if !ok {
			leftOut++
			return nil
		}
		files = append(files, file{relative: relative, absolute: path, sizeBytes: status.Size()})
		totalBytes += status.Size()
		return nil
	})
	if err == nil && leftOut > 0 {
		ctx.Log("info", fmt.Sprintf("%d entries are left out: links out of the folder, pipes, devices.", leftOut))
	}
	return files, totalBytes, err
}

func regular(root, path string, entry fs.DirEntry) (fs.FileInfo, bool) {
	if entry.Type()&fs.ModeSymlink != 0 {
		target, err := filepath.EvalSymlinks(path)
		if err != nil || !strings.HasPrefix(target, root+string(filepath.Separator)) {
			return nil, false
		}
	}
	status, err := os.Stat(path)
	return status, err == nil && status.Mode().IsRegular()
}

func unreadableFolder(root, path string, problem error) error {
	if problem == context.Canceled {
		return problem
	}
	relative, err := filepath.Rel(root, path)
	if err != nil {
		relative = path
	}
	return &atomiton.Error{Code: "folder-unreadable", Port: "folder",
		Message: fmt.Sprintf("The folder %s cannot be read: %s.", filepath.ToSlash(relative), reason(problem)),
		Hint:    "Give read permission, or set Unreadable files to List."}
}
