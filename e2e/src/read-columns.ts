import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const PYTHON = resolve(import.meta.dirname, '../../packages/python-nodes/.venv/bin/python');

/** Reads with pyarrow, which shares no code with the product's writers. */
const SCRIPT = `
import json, sys
import pyarrow as pa
import pyarrow.parquet as pq
kind, path = sys.argv[1:]
if kind == 'parquet':
    table = pq.read_table(path)
else:
    with pa.memory_map(path) as source:
        try:
            table = pa.ipc.open_file(source).read_all()
        except pa.ArrowInvalid:
            source.seek(0)
            table = pa.ipc.open_stream(source).read_all()
table.validate(full=True)
columns = {}
for field in table.schema:
    column = table.column(field.name)
    if pa.types.is_timestamp(field.type) or pa.types.is_date(field.type):
        column = column.cast(pa.string())
    columns[field.name] = column.to_pylist()
print(json.dumps({'types': {field.name: str(field.type) for field in table.schema}, 'columns': columns}))
`;

/** A table file as an independent reader has it. */
export interface ReadColumns {
  types: Record<string, string>;
  columns: Record<string, unknown[]>;
}

/** Reads an Arrow or Parquet file with the pyarrow of the project's Python environment. */
export function readColumns(kind: 'arrow' | 'parquet', path: string): ReadColumns {
  const read = spawnSync(PYTHON, ['-c', SCRIPT, kind, path], {
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  });
  if (read.status !== 0)
    throw new Error(`pyarrow could not read ${path}: ${read.stderr || String(read.error)}`);
  return JSON.parse(read.stdout) as ReadColumns;
}
