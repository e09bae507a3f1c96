import type { JsonValue, ParameterSpec } from '@atomiton/contracts';

/**
 * A small table as it is edited. `records` is a list of objects, `map` an object with one plain value a name, `rows` a
 * list of lists; each is written back in the shape it came in.
 */
export interface Grid {
  shape: 'records' | 'map' | 'rows';
  columns: readonly string[];
  cells: readonly (readonly JsonValue[])[];
}

function isRecord(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: JsonValue): boolean {
  return value === null || typeof value !== 'object';
}

/** The columns that the specification fixes, by name; empty where the user makes them. */
export function fixedColumns(spec: ParameterSpec): readonly string[] {
  return spec.columns?.map((column) => column.name) ?? [];
}

/** Undefined where the value is no small table: it is edited as JSON then. */
export function gridOf(
  value: JsonValue,
  fixed: readonly string[],
  names: { key: string; value: string },
): Grid | undefined {
  if (isRecord(value)) {
    if (fixed.length > 0 || !Object.values(value).every(isPlain)) return undefined;
    return { shape: 'map', columns: [names.key, names.value], cells: Object.entries(value) };
  }
  if (!Array.isArray(value)) return undefined;
  if (value.length > 0 && value.every(Array.isArray)) {
    const width = Math.max(fixed.length, ...value.map((row) => (row as JsonValue[]).length));
    const columns = Array.from({ length: width }, (_, index) => fixed[index] ?? String(index + 1));
    return {
      shape: 'rows',
      columns,
      cells: value.map((row) => columns.map((_, index) => (row as JsonValue[])[index] ?? null)),
    };
  }
  if (!value.every(isRecord)) return undefined;
  const columns = [...new Set([...fixed, ...value.flatMap((row) => Object.keys(row as object))])];
  return {
    shape: 'records',
    columns,
    cells: value.map((row) => columns.map((name) => (row as Record<string, JsonValue>)[name] ?? null)),
  };
}

/** The value that the grid stands for. Empty cells of a record are left out. */
export function valueOf(grid: Grid): JsonValue {
  switch (grid.shape) {
    case 'map':
      return Object.fromEntries(
        grid.cells.flatMap(([key, value]) =>
          key === null || key === '' ? [] : [[String(key), value ?? '']],
        ),
      );
    case 'rows':
      return grid.cells.map((row) => [...row]);
    case 'records':
      return grid.cells.map((row) =>
        Object.fromEntries(
          grid.columns.flatMap((name, index) => {
            const cell = row[index] ?? null;
            return cell === null ? [] : [[name, cell]];
          }),
        ),
      );
  }
}

/** What typed text means in a cell: a number, true or false where it is one, nothing where it is empty, else text. */
export function cellOf(text: string, type?: string): JsonValue {
  const trimmed = text.trim();
  if (type === 'string') return text;
  if (trimmed === '') return null;
  if (trimmed === 'true') return true;
  if (trimmed === 'false') return false;
  // Codes with leading zeros are text.
  if (/^-?(0|[1-9]\d*)([.,]\d+)?([eE][+-]?\d+)?$/.test(trimmed)) {
    const number = Number(trimmed.replace(',', '.'));
    if (Number.isFinite(number)) return number;
  }
  return text;
}

/** Rows of cells as a spreadsheet copies them: tabs and line ends, cells with either of them in quotes. */
export function parseSpreadsheet(text: string): string[][] {
  const rows: string[][] = [[]];
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let at = 0; at <= source.length; ) {
    const row = rows[rows.length - 1] as string[];
    let end: number;
    if (source[at] === '"') {
      let close = at + 1;
      while (close < source.length && (source[close] !== '"' || source[close + 1] === '"'))
        close += source[close] === '"' ? 2 : 1;
      const after = source[close + 1];
      if (close < source.length && (after === undefined || after === '\t' || after === '\n')) {
        row.push(source.slice(at + 1, close).replaceAll('""', '"'));
        end = close + 1;
      } else {
        end = source.slice(at).search(/[\t\n]/);
        end = end < 0 ? source.length : at + end;
        row.push(source.slice(at, end));
      }
    } else {
      end = source.slice(at).search(/[\t\n]/);
      end = end < 0 ? source.length : at + end;
      row.push(source.slice(at, end));
    }
    if (source[end] === '\n') rows.push([]);
    at = end + 1;
  }
  return rows;
}

/** The grid with a block of text put in at a cell; it grows where the block does not fit. */
export function pasteInto(
  grid: Grid,
  row: number,
  column: number,
  block: readonly (readonly string[])[],
  typeOf: (column: string) => string | undefined,
): Grid {
  const width = Math.max(0, ...block.map((cells) => cells.length));
  const columns = [...grid.columns];
  const grows = grid.shape !== 'map';
  while (grows && columns.length < column + width) columns.push(freshColumn(columns, grid.shape));
  const height = Math.max(grid.cells.length, row + block.length);
  const cells = Array.from({ length: height }, (_, y) =>
    columns.map((name, x) => {
      const text = block[y - row]?.[x - column];
      return text === undefined ? (grid.cells[y]?.[x] ?? null) : cellOf(text, typeOf(name));
    }),
  );
  return { ...grid, columns, cells };
}

/** A column name that is not there yet. */
export function freshColumn(columns: readonly string[], shape: Grid['shape']): string {
  let number = columns.length + 1;
  const name = (): string => (shape === 'rows' ? String(number) : `column${String(number)}`);
  while (columns.includes(name())) number++;
  return name();
}
