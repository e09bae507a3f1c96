package checksums

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"atomiton.dev/go-nodes/atomiton"
)

type recorded struct {
	mutex     sync.Mutex
	outputs   []atomiton.Outputs
	fractions []float64
	logs      []string
	onReport  func()
}

func (r *recorded) Emit(outputs atomiton.Outputs) error {
	r.outputs = append(r.outputs, outputs)
	return nil
}

func (r *recorded) Progress(fraction float64, _ string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.fractions = append(r.fractions, fraction)
	if r.onReport != nil {
		r.onReport()
	}
}

func (r *recorded) Log(_, text string) { r.logs = append(r.logs, text) }

func call(folder string, changes map[string]any) (*recorded, error) {
	parameters := map[string]any{"folder": folder, "pattern": "", "algorithm": "sha256", "unreadable": "fail"}
	for name, value := range changes {
		parameters[name] = value
	}
	sink := &recorded{}
	return sink, run(atomiton.NewContext(context.Background(), 0, nil, parameters, sink))
}

// rows reads the emitted table as lines of values joined by spaces.
func rows(t *testing.T, sink *recorded) []string {
	t.Helper()
	reader, err := ipc.NewReader(bytes.NewReader(sink.outputs[0]["table"].Bytes))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for reader.Next() {
		batch := reader.RecordBatch()
		for row := range int(batch.NumRows()) {
			var values []string
			for _, column := range batch.Columns() {
				values = append(values, column.ValueStr(row))
			}
			lines = append(lines, strings.Join(values, " "))
		}
	}
	if int64(len(lines)) != sink.outputs[0]["table"].Rows {
		t.Errorf("the table says %d rows and has %d", sink.outputs[0]["table"].Rows, len(lines))
	}
	return lines
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAgreesWithTheSystemsOwnTools(t *testing.T) {
	folder := t.TempDir()
	for number := range 30 {
		content := bytes.Repeat([]byte{byte(number)}, number*number*5000)
		write(t, filepath.Join(folder, fmt.Sprintf("d%d", number%4), fmt.Sprintf("file %02d ö.bin", number)), content)
	}
	for algorithm, tool := range map[string]string{"sha256": "sha256sum", "sha512": "sha512sum", "sha1": "sha1sum", "md5": "md5sum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Logf("%s is not compared: %v", algorithm, err)
			continue
		}
		sink, err := call(folder, map[string]any{"algorithm": algorithm})
		if err != nil {
			t.Fatal(err)
		}
		lines := rows(t, sink)
		if len(lines) != 30 {
			t.Fatalf("%d rows", len(lines))
		}
		command := exec.Command("sh", "-c", "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 "+tool)
		command.Dir = folder
		printed, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		for index, line := range strings.Split(strings.TrimSpace(string(printed)), "\n") {
			checksum, path, _ := strings.Cut(line, "  ./")
			if !strings.HasPrefix(lines[index], path+" ") || !strings.HasSuffix(lines[index], " "+checksum) {
				t.Errorf("got %s, %s says %s", lines[index], tool, line)
			}
		}
		if last := sink.fractions[len(sink.fractions)-1]; last != 1 {
			t.Errorf("the progress ended at %g", last)
		}
	}
}

func TestKnownChecksums(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "a"), []byte("123456789"))
	write(t, filepath.Join(folder, "empty"), nil)
	sink, err := call(folder, map[string]any{"algorithm": "crc32"})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows(t, sink), "|"); got != "a 9 cbf43926|empty 0 00000000" {
		t.Errorf("got %s", got)
	}
	columns := sink.outputs[0]["table"].Columns
	if columns[2].Name != "crc32" || columns[1].Type != "Int64" {
		t.Errorf("got %v", columns)
	}
}

func TestPatterns(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a.csv", "b.txt", "x/c.csv", "x/y/d.csv", "x/y/e[1].png", "ö.csv"} {
		write(t, filepath.Join(folder, name), nil)
	}
	for pattern, expected := range map[string]string{
		"":                  "a.csv b.txt x/c.csv x/y/d.csv x/y/e[1].png ö.csv",
		"*.csv":             "a.csv x/c.csv x/y/d.csv ö.csv",
		"x/*.csv":           "x/c.csv",
		"x/**/*.csv":        "x/c.csv x/y/d.csv",
		"**/d.*":            "x/y/d.csv",
		"?.csv":             "a.csv x/c.csv x/y/d.csv ö.csv",
		"[ab].*":            "a.csv b.txt",
		"[!ab].csv":         "x/c.csv x/y/d.csv ö.csv",
		"*.txt, x/y/*.png":  "b.txt x/y/e[1].png",
		"ö*":                "ö.csv",
		"nothing-like-this": "",
	} {
		sink, err := call(folder, map[string]any{"pattern": pattern})
		if err != nil {
			t.Errorf("%q: %v", pattern, err)
			continue
		}
		var names []string
		for _, line := range rows(t, sink) {
			names = append(names, strings.SplitN(line, " ", 2)[0])
		}
		if got := strings.Join(names, " "); got != expected {
			t.Errorf("%q matches %s, expected %s", pattern, got, expected)
		}
		if (expected == "") != (len(sink.logs) == 1) {
			t.Errorf("%q: the log has %v", pattern, sink.logs)
		}
	}
	_, err := call(folder, map[string]any{"pattern": "[z"})
	expectError(t, err, "bad-pattern", "[z")
}

func TestLinksPipesAndDevices(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "secret"), []byte("secret"))
	folder := t.TempDir()
	write(t, filepath.Join(folder, "in", "file"), []byte("x"))
	for name, target := range map[string]string{
		"inside": filepath.Join(folder, "in", "file"), "out": filepath.Join(outside, "secret"), "out-folder": outside,
		"loop": folder, "broken": "nothing",
	} {
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	sink, err := call(folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	lines := rows(t, sink)
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "in/file 1 ") || !strings.HasPrefix(lines[1], "inside 1 ") {
		t.Errorf("got %v", lines)
	}
	if len(sink.logs) != 1 || !strings.HasPrefix(sink.logs[0], "5 entries are left out") {
		t.Errorf("the log has %v", sink.logs)
	}
}

func TestAFolderBehindALinkIsRead(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "real", "file"), []byte("x"))
	link := filepath.Join(folder, "link")
	if err := os.Symlink(filepath.Join(folder, "real"), link); err != nil {
		t.Fatal(err)
	}
	sink, err := call(link, nil)
	if err != nil || len(rows(t, sink)) != 1 {
		t.Errorf("got %v, %v", sink, err)
	}
}

func TestFoldersThatAreNone(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "data.csv")
	write(t, file, nil)
	_, err := call(filepath.Join(folder, "gone"), nil)
	expectError(t, err, "folder-not-found", "gone")
	_, err = call(file, nil)
	expectError(t, err, "not-a-folder", "Received the file "+file+", expected a folder")
	_, err = call("", nil)
	expectError(t, err, "folder-missing", "No folder")
	_, err = call(folder, map[string]any{"algorithm": "md4"})
	expectError(t, err, "bad-algorithm", "md4")
}

func expectError(t *testing.T, err error, code, text string) {
	t.Helper()
	var known *atomiton.Error
	if !errors.As(err, &known) || known.Code != code || !strings.Contains(known.Message, text) {
		t.Errorf("got %v, expected %s with %q", err, code, text)
	}
}

// A file that vanishes between the listing and the reading cannot be read, whoever asks; modes do not stop root.
func TestUnreadableFilesFailWithTheirNameOrAreListed(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "good"), []byte("x"))
	files := []file{
		{relative: "good", absolute: filepath.Join(folder, "good"), sizeBytes: 1},
		{relative: "x/vanished", absolute: filepath.Join(folder, "x", "vanished"), sizeBytes: 5},
	}
	newHash, _ := algorithmNamed("sha256")
	ctx := atomiton.NewContext(context.Background(), 0, nil, nil, &recorded{})
	_, err := hashAll(ctx, options{newHash: newHash}, files, 6)
	expectError(t, err, "file-unreadable", "x/vanished cannot be read: no such file")
	listing := options{newHash: newHash, listUnreadable: true, algorithm: "sha256"}
	results, err := hashAll(ctx, listing, files, 6)
	if err != nil || results[1].problem != "no such file or directory" {
		t.Fatalf("got %v, %v", results, err)
	}
	table, err := toTable(listing, results)
	if err != nil || table.Columns[3].Name != "error" {
		t.Fatalf("got %v, %v", table, err)
	}
	lines := rows(t, &recorded{outputs: []atomiton.Outputs{{"table": table}}})
	if lines[1] != "x/vanished 5 "+array.NullValueStr+" no such file or directory" {
		t.Errorf("got %s", lines[1])
	}
}

func TestCancelEndsTheWork(t *testing.T) {
	folder := t.TempDir()
	for number := range 8 {
		write(t, filepath.Join(folder, fmt.Sprint(number)), make([]byte, 16<<20))
	}
	parent, cancel := context.WithCancel(context.Background())
	sink := &recorded{onReport: cancel}
	parameters := map[string]any{"folder": folder, "pattern": "", "algorithm": "sha256", "unreadable": "fail"}
	err := run(atomiton.NewContext(parent, 0, nil, parameters, sink))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(sink.outputs) != 0 || len(sink.fractions) > 64 {
		t.Errorf("%d outputs and %d reports of 128 after the cancel", len(sink.outputs), len(sink.fractions))
	}
}
