import { AtomitonError } from '@atomiton/contracts';
import type { Data, DataType, FixedSizeBinary, FixedSizeList } from 'apache-arrow';
import { makeData, Type } from 'apache-arrow';

type NumberArray = Float64Array | BigInt64Array;

function isSet(bits: Uint8Array, position: number): boolean {
  return ((bits[position >> 3] as number) & (1 << (position & 7))) !== 0;
}

function gatherBits(bits: Uint8Array, offset: number, rows: Uint32Array): { bits: Uint8Array; set: number } {
  const result = new Uint8Array((rows.length + 7) >> 3);
  let set = 0;
  for (let index = 0; index < rows.length; index++) {
    if (!isSet(bits, offset + (rows[index] as number))) continue;
    result[index >> 3] = (result[index >> 3] as number) | (1 << (index & 7));
    set++;
  }
  return { bits: result, set };
}

function validity(data: Data, rows: Uint32Array): { nullCount: number; nullBitmap?: Uint8Array } {
  const bitmap = data.nullBitmap as Uint8Array | undefined;
  if (data.nullCount === 0 || bitmap === undefined || bitmap.length === 0) return { nullCount: 0 };
  const { bits, set } = gatherBits(bitmap, data.offset, rows);
  return { nullCount: rows.length - set, nullBitmap: bits };
}

/** Values of fixed width, `stride` array elements each. */
function gatherFixed(values: NumberArray, stride: number, rows: Uint32Array): NumberArray {
  const result = new (values.constructor as new (length: number) => NumberArray)(rows.length * stride);
  for (let index = 0; index < rows.length; index++) {
    const from = (rows[index] as number) * stride;
    for (let part = 0; part < stride; part++) {
      (result as Float64Array)[index * stride + part] = (values as Float64Array)[from + part] as number;
    }
  }
  return result;
}

/** Bytes or text of any length; offsets of 64 bits stay so. */
function gatherBytes(
  data: Data,
  rows: Uint32Array,
): { valueOffsets: Int32Array | BigInt64Array; data: Uint8Array } {
  const given = data.valueOffsets as Int32Array | BigInt64Array;
  const offsets = given instanceof BigInt64Array ? Float64Array.from(given, Number) : given;
  const bytes = data.values as Uint8Array;
  const valueOffsets = new Float64Array(rows.length + 1);
  let length = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    length += (offsets[row + 1] as number) - (offsets[row] as number);
    valueOffsets[index + 1] = length;
  }
  const result = new Uint8Array(length);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const start = offsets[row] as number;
    const end = offsets[row + 1] as number;
    const to = valueOffsets[index] as number;
    if (end - start > 32) result.set(bytes.subarray(start, end), to);
    else for (let from = start; from < end; from++) result[to + from - start] = bytes[from] as number;
  }
  const large = given instanceof BigInt64Array;
  return {
    valueOffsets: large ? BigInt64Array.from(valueOffsets, BigInt) : Int32Array.from(valueOffsets),
    data: result,
  };
}

/** The rows of the child column that belong to these rows of a list column, and where each row's begin. */
function listRows(data: Data, rows: Uint32Array): { valueOffsets: Int32Array; childRows: Uint32Array } {
  const offsets = data.valueOffsets as Int32Array;
  const valueOffsets = new Int32Array(rows.length + 1);
  const childRows: number[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    for (let item = offsets[row] as number; item < (offsets[row + 1] as number); item++) childRows.push(item);
    valueOffsets[index + 1] = childRows.length;
  }
  return { valueOffsets, childRows: Uint32Array.from(childRows) };
}

function fixedListRows(size: number, rows: Uint32Array): Uint32Array {
  return Uint32Array.from({ length: rows.length * size }, (_, index) => {
    return (rows[Math.floor(index / size)] as number) * size + (index % size);
  });
}

/** The rows of one column of a batch, in the order given, as a new column of the same type. */
export function gatherRows(data: Data, rows: Uint32Array): Data {
  const type = data.type as DataType;
  const shape = { length: rows.length, ...validity(data, rows) };
  switch (type.typeId) {
    case Type.Int:
    case Type.Float:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
    case Type.Decimal:
    case Type.Interval: {
      const stride = (data as Data & { stride: number }).stride;
      return makeData({
        ...shape,
        type,
        data: gatherFixed(data.values as NumberArray, stride, rows),
      } as never);
    }
    case Type.Bool: {
      const { bits } = gatherBits(data.values as Uint8Array, data.offset, rows);
      return makeData({ ...shape, type, data: bits } as never);
    }
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.LargeBinary:
    case Type.Binary:
      return makeData({ ...shape, type, ...gatherBytes(data, rows) } as never);
    case Type.Dictionary: {
      const keys = gatherFixed(data.values as NumberArray, 1, rows);
      return makeData({ ...shape, type, data: keys, dictionary: data.dictionary } as never);
    }
    case Type.FixedSizeBinary: {
      const width = (type as FixedSizeBinary).byteWidth;
      return makeData({
        ...shape,
        type,
        data: gatherFixed(data.values as NumberArray, width, rows),
      } as never);
    }
    case Type.List:
    case Type.Map: {
      const { valueOffsets, childRows } = listRows(data, rows);
      return makeData({
        ...shape,
        type,
        valueOffsets,
        child: gatherRows(data.children[0] as Data, childRows),
      } as never);
    }
    case Type.FixedSizeList: {
      const childRows = fixedListRows((type as FixedSizeList).listSize, rows);
      return makeData({ ...shape, type, child: gatherRows(data.children[0] as Data, childRows) } as never);
    }
    case Type.Struct:
      return makeData({
        ...shape,
        type,
        children: data.children.map((child) => gatherRows(child, rows)),
      } as never);
    case Type.Null:
      return makeData({ length: rows.length, type } as never);
    default:
      throw new AtomitonError({
        kind: 'validation',
        code: 'unsupported-column',
        message: `Rows of a column of type ${String(type)} cannot be chosen one by one.`,
        port: 'columns',
        hint: 'Leave the column out by naming the others.',
      });
  }
}
