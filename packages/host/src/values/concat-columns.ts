import { AtomitonError } from '@atomiton/contracts';
import { gatherRows } from '@atomiton/nodes/tables';
import type { Data, DataType, Vector } from 'apache-arrow';
import { makeData, Type } from 'apache-arrow';
import { validityOf } from './cell-reader.js';

type Numbers = Uint8Array | Int32Array | Float64Array | BigInt64Array;

function joinNumbers(parts: readonly Numbers[]): Numbers {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const first = parts[0] as Numbers;
  const joined = new (first.constructor as new (length: number) => Numbers)(length);
  let at = 0;
  for (const part of parts) {
    (joined as Uint8Array).set(part as Uint8Array, at);
    at += part.length;
  }
  return joined;
}

function setBit(bits: Uint8Array, position: number): void {
  bits[position >> 3] = (bits[position >> 3] as number) | (1 << (position & 7));
}

/** Bits of all parts behind one another. */
function joinBits(parts: readonly Data[], isSet: (data: Data) => (row: number) => boolean): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bits = new Uint8Array((length + 7) >> 3);
  let at = 0;
  for (const part of parts) {
    const test = isSet(part);
    for (let row = 0; row < part.length; row++) if (test(row)) setBit(bits, at + row);
    at += part.length;
  }
  return bits;
}

function joinValidity(parts: readonly Data[]): { nullCount: number; nullBitmap?: Uint8Array } {
  const nullCount = parts.reduce((sum, part) => sum + part.nullCount, 0);
  if (nullCount === 0) return { nullCount };
  return { nullCount, nullBitmap: joinBits(parts, (part) => validityOf(part) ?? (() => true)) };
}

/** Offsets that count on through all parts. */
function joinOffsets(parts: readonly Data[]): Int32Array | BigInt64Array {
  const large = parts[0]?.valueOffsets instanceof BigInt64Array;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const offsets = new Float64Array(length + 1);
  let at = 0;
  let base = 0;
  for (const part of parts) {
    const given = part.valueOffsets as ArrayLike<number | bigint>;
    const first = Number(given[0] ?? 0);
    for (let row = 0; row < part.length; row++) {
      offsets[++at] = base + Number(given[row + 1]) - first;
    }
    base = offsets[at] as number;
  }
  return large ? BigInt64Array.from(offsets, (value) => BigInt(value)) : Int32Array.from(offsets);
}

/** The bytes or items that belong to the rows of a variable-length part. */
function innerRange(part: Data): [number, number] {
  const offsets = part.valueOffsets as ArrayLike<number | bigint>;
  return [Number(offsets[0] ?? 0), Number(offsets[part.length] ?? 0)];
}

/**
 * Columns of one type behind one another, as one. Copies their memory. Parts come from `gatherRows` or `plainColumn`:
 * their bits begin at 0 and their items at their first offset.
 */
export function concatColumns(parts: readonly Data[]): Data {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const type = (only as Data).type as DataType;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const shape = { type, length, ...joinValidity(parts) };
  switch (type.typeId as Type) {
    case Type.Null:
      return makeData({ type, length } as never);
    case Type.Bool:
      return makeData({
        ...shape,
        data: joinBits(parts, (part) => (row) => {
          const position = row + part.offset;
          return (((part.values as Uint8Array)[position >> 3] as number) & (1 << (position & 7))) !== 0;
        }),
      } as never);
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return makeData({
        ...shape,
        valueOffsets: joinOffsets(parts),
        data: joinNumbers(parts.map((part) => (part.values as Uint8Array).subarray(...innerRange(part)))),
      } as never);
    case Type.List:
    case Type.Map:
      return makeData({
        ...shape,
        valueOffsets: joinOffsets(parts),
        child: concatColumns(
          parts.map((part) => {
            const [from, to] = innerRange(part);
            return (part.children[0] as Data).slice(from, to - from);
          }),
        ),
      } as never);
    case Type.FixedSizeList:
      return makeData({
        ...shape,
        child: concatColumns(parts.map((part) => part.children[0] as Data)),
      } as never);
    case Type.Struct:
      return makeData({
        ...shape,
        children: type.children.map((_, place) =>
          concatColumns(parts.map((part) => part.children[place] as Data)),
        ),
      } as never);
    default: {
      const width =
        type.typeId === Type.FixedSizeBinary ? (type as DataType & { byteWidth: number }).byteWidth : 0;
      const numbers = parts.map((part) => {
        const stride = width > 0 ? width : part.stride;
        return (part.values as Numbers).subarray(0, part.length * stride) as Numbers;
      });
      return makeData({ ...shape, data: joinNumbers(numbers) } as never);
    }
  }
}

/** The type of a column once its dictionary is written out. */
export function plainType(type: DataType): DataType {
  return type.typeId === Type.Dictionary ? (type as DataType & { dictionary: DataType }).dictionary : type;
}

/**
 * Rows of a column part, in the order given, without a dictionary.
 * @throws AtomitonError `unsupported-column` for unions and the like.
 */
export function plainColumn(data: Data, rows: Uint32Array): Data {
  if ((data.type as DataType).typeId !== Type.Dictionary) return gatherRows(data, rows);
  const valid = validityOf(data);
  const keys = data.values as ArrayLike<number | bigint>;
  const dictionary = concatColumns((data.dictionary as Vector).data as readonly Data[]);
  if (dictionary.length === 0) {
    throw new AtomitonError({
      kind: 'runtime',
      code: 'bad-table',
      message: 'A dictionary of the table is empty; its column has rows.',
    });
  }
  const present = (row: number) => valid === undefined || valid(row);
  const values = gatherRows(
    dictionary,
    Uint32Array.from(rows, (row) => (present(row) ? Number(keys[row]) : 0)),
  );
  if (valid === undefined) return values;
  const inDictionary = validityOf(values);
  const bits = new Uint8Array((rows.length + 7) >> 3);
  let nullCount = rows.length;
  for (let index = 0; index < rows.length; index++) {
    if (!present(rows[index] as number) || inDictionary?.(index) === false) continue;
    setBit(bits, index);
    nullCount--;
  }
  return makeData({
    type: values.type as DataType,
    length: values.length,
    nullCount,
    nullBitmap: bits,
    valueOffsets: values.valueOffsets as Int32Array,
    data: values.values as Uint8Array,
    children: values.children,
  } as never);
}
