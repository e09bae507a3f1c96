import type { Data } from 'apache-arrow';
import { validityOf } from './cell-reader.js';
import type { ColumnPart } from './table-columns.js';

/** Text or bytes of a whole column in one piece. */
export interface TextColumn {
  bytes: Uint8Array;
  /** Where each row begins, and one more: the end. Bytes. */
  starts: Float64Array;
}

/** The bytes of every row behind one another; missing rows are empty. Copies the column. */
export function textColumn(parts: readonly ColumnPart[], rows: number): TextColumn {
  const starts = new Float64Array(rows + 1);
  let length = 0;
  for (const { data, firstRow } of parts) {
    const offsets = data.valueOffsets as ArrayLike<number | bigint>;
    const valid = validityOf(data as Data);
    for (let row = 0; row < data.length; row++) {
      starts[firstRow + row] = length;
      if (valid === undefined || valid(row)) length += Number(offsets[row + 1]) - Number(offsets[row]);
    }
  }
  starts[rows] = length;
  const bytes = new Uint8Array(length);
  for (const { data, firstRow } of parts) {
    const offsets = data.valueOffsets as ArrayLike<number | bigint>;
    const values = data.values as Uint8Array;
    if (data.length === 0) continue;
    const begin = Number(offsets[0]);
    const end = Number(offsets[data.length]);
    const to = starts[firstRow] as number;
    if (end - begin === (starts[firstRow + data.length] as number) - to) {
      bytes.set(values.subarray(begin, end), to);
      continue;
    }
    for (let row = 0; row < data.length; row++) {
      const place = starts[firstRow + row] as number;
      const size = (starts[firstRow + row + 1] as number) - place;
      const at = Number(offsets[row]);
      bytes.set(values.subarray(at, at + size), place);
    }
  }
  return { bytes, starts };
}

/** Order of two rows by their bytes, which is that of Unicode characters: negative, 0 or positive. */
export function compareRows({ bytes, starts }: TextColumn, left: number, right: number, depth = 0): number {
  const one = starts[left] as number;
  const other = starts[right] as number;
  const oneLength = (starts[left + 1] as number) - one;
  const otherLength = (starts[right + 1] as number) - other;
  const length = Math.min(oneLength, otherLength);
  for (let index = depth; index < length; index++) {
    const difference = (bytes[one + index] as number) - (bytes[other + index] as number);
    if (difference !== 0) return difference;
  }
  return oneLength - otherLength;
}
