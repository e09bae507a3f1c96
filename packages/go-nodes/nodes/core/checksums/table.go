package checksums

import (
	"bytes"
	"path/filepath"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"atomiton.dev/go-nodes/atomiton"
)

// rowsPerBatch keeps a batch of long paths far below the 2 GB that 32-bit offsets allow.
const rowsPerBatch = 1 << 16

// toTable writes path, size_bytes and the checksum, named by its algorithm; error where unreadable files are listed.
func toTable(options options, results []result) (*atomiton.Value, error) {
	fields := []arrow.Field{
		{Name: "path", Type: arrow.BinaryTypes.String},
		{Name: "size_bytes", Type: arrow.PrimitiveTypes.Int64},
		{Name: options.algorithm, Type: arrow.BinaryTypes.String, Nullable: true},
	}
	columns := []atomiton.Column{
		{Name: "path", Type: "Utf8"}, {Name: "size_bytes", Type: "Int64"}, {Name: options.algorithm, Type: "Utf8"},
	}
	if options.listUnreadable {
		fields = append(fields, arrow.Field{Name: "error", Type: arrow.BinaryTypes.String, Nullable: true})
		columns = append(columns, atomiton.Column{Name: "error", Type: "Utf8"})
	}
	schema := arrow.NewSchema(fields, nil)
	var stream bytes.Buffer
	writer := ipc.NewWriter(&stream, ipc.WithSchema(schema))
	for start := 0; start < len(results); start += rowsPerBatch {
		if err := writeBatch(writer, schema, options, results[start:min(len(results), start+rowsPerBatch)]); err != nil {
			return nil, err
		}
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return atomiton.Table(stream.Bytes(), int64(len(results)), columns), nil
}

func writeBatch(writer *ipc.Writer, schema *arrow.Schema, options options, results []result) error {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for _, row := range results {
		builder.Field(0).(*array.StringBuilder).Append(strings.ToValidUTF8(filepath.ToSlash(row.path), "\uFFFD"))
		builder.Field(1).(*array.Int64Builder).Append(row.sizeBytes)
		appendText(builder.Field(2), row.checksum)
		if options.listUnreadable {
			appendText(builder.Field(3), row.problem)
		}
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	return writer.Write(batch)
}

func appendText(builder array.Builder, text string) {
	if text == "" {
		builder.AppendNull()
		return
	}
	builder.(*array.StringBuilder).Append(text)
}
