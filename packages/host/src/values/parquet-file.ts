import { writeSync } from 'node:fs';
import type { JsonValue } from '@atomiton/contracts';
import type { Data, DataType, Field, Table } from 'apache-arrow';
import { DateUnit, Precision, TimeUnit, Type } from 'apache-arrow';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { cellReader, decimalWhole, validityOf, WHOLE_CELL } from './cell-reader.js';
import { halfToNumber } from './half-float.js';
import { plainSchema, rowBatches } from './take-rows.js';
import type { Work } from './work.js';

type Cell = boolean | number | bigint | string | Uint8Array | null;
type Element = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** How a column is stored, and how its cells are read for it. */
interface Storage {
  element: Omit<Element, 'name' | 'repetition_type'>;
  reader: (data: Data) => (row: number) => Cell;
}

type Values = ArrayLike<number | bigint>;

const numbers = (data: Data) => (row: number) => (data.values as Values)[row] as number | bigint;
const wholes = (data: Data) => (row: number) => BigInt((data.values as Values)[row] as number | bigint);

function integerStorage(bits: number, signed: boolean): Storage {
  const converted = `${signed ? 'INT' : 'UINT'}_${bits}` as 'INT_32';
  if (bits === 64) {
    return {
      element: { type: 'INT64', converted_type: converted },
      reader: numbers,
    };
  }
  return {
    element: { type: 'INT32', converted_type: converted },
    reader: numbers,
  };
}

function timestampStorage(unit: TimeUnit, zone: string | null | undefined): Storage {
  const names = {
    [TimeUnit.SECOND]: 'MILLIS',
    [TimeUnit.MILLISECOND]: 'MILLIS',
    [TimeUnit.MICROSECOND]: 'MICROS',
    [TimeUnit.NANOSECOND]: 'NANOS',
  } as const;
  const factor = unit === TimeUnit.SECOND ? 1000n : 1n;
  const isAdjustedToUTC = zone !== null && zone !== undefined && zone !== '';
  return {
    element: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit: names[unit] } },
    reader: (data) => {
      const read = wholes(data);
      return (row) => read(row) * factor;
    },
  };
}

/** Time of day in microseconds, or nanoseconds where the column has them. */
function timeStorage(unit: TimeUnit): Storage {
  const nanos = unit === TimeUnit.NANOSECOND;
  const factor = {
    [TimeUnit.SECOND]: 1_000_000n,
    [TimeUnit.MILLISECOND]: 1000n,
    [TimeUnit.MICROSECOND]: 1n,
    [TimeUnit.NANOSECOND]: 1n,
  }[unit];
  return {
    element: {
      type: 'INT64',
      logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: nanos ? 'NANOS' : 'MICROS' },
    },
    reader: (data) => {
      const read = wholes(data);
      return (row) => read(row) * factor;
    },
  };
}

const asText: Storage = {
  element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  reader: (data) => {
    const read = cellReader(data, WHOLE_CELL);
    return (row) => String(read(row));
  },
};

const asJson: Storage = {
  element: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
  reader: (data) => {
    const read = cellReader(data, WHOLE_CELL);
    return (row) => read(row) as Exclude<JsonValue, object>;
  },
};

/** Lists, structs and maps are stored as JSON text, everything else as what it is. */
function storageOf(field: Field): Storage {
  const type = field.type as DataType & {
    bitWidth: number;
    isSigned: boolean;
    unit: number;
    timezone?: string | null;
    precision: number;
    scale: number;
    byteWidth: number;
  };
  switch (type.typeId as Type) {
    case Type.Int:
      return integerStorage(type.bitWidth, type.isSigned);
    case Type.Float: {
      if (type.precision === Precision.DOUBLE) return { element: { type: 'DOUBLE' }, reader: numbers };
      const half = type.precision === Precision.HALF;
      return {
        element: { type: 'FLOAT' },
        reader: half ? (data) => (row) => halfToNumber((data.values as Uint16Array)[row] as number) : numbers,
      };
    }
    case Type.Bool:
      return { element: { type: 'BOOLEAN' }, reader: (data) => cellReader(data) as (row: number) => boolean };
    case Type.Utf8:
    case Type.LargeUtf8:
      return asText;
    case Type.Binary:
    case Type.LargeBinary:
      return {
        element: { type: 'BYTE_ARRAY' },
        reader: (data) => (row) => {
          const offsets = data.valueOffsets as Values;
          return (data.values as Uint8Array).slice(Number(offsets[row]), Number(offsets[row + 1]));
        },
      };
    case Type.FixedSizeBinary:
      return {
        element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: type.byteWidth },
        reader: (data) => (row) =>
          (data.values as Uint8Array).slice(row * type.byteWidth, (row + 1) * type.byteWidth),
      };
    case Type.Date:
      return {
        element: { type: 'INT32', converted_type: 'DATE' },
        reader: (data) =>
          type.unit === DateUnit.DAY
            ? numbers(data)
            : (row) => Math.floor(Number((data.values as Values)[row]) / 86_400_000),
      };
    case Type.Timestamp:
      return timestampStorage(type.unit, type.timezone);
    case Type.Time:
      return timeStorage(type.unit);
    case Type.Decimal:
      return {
        element: {
          type: 'FIXED_LEN_BYTE_ARRAY',
          type_length: 16,
          converted_type: 'DECIMAL',
          precision: Math.min(38, type.precision),
          scale: type.scale,
        },
        reader: (data) => (row) =>
          decimalWhole(data.values as unknown as Uint32Array, row * data.stride, data.stride),
      };
    case Type.List:
    case Type.FixedSizeList:
    case Type.Struct:
    case Type.Map:
      return asJson;
    default:
      return asText;
  }
}

/** A writer of the library that gives its bytes to the file whenever a row group is complete. */
function fileWriter(file: number): ByteWriter {
  const writer = new ByteWriter();
  const inner = writer as ByteWriter & { index: number };
  const flush = (): void => {
    let from = 0;
    while (from < inner.index)
      from += writeSync(file, new Uint8Array(writer.buffer, from, inner.index - from));
    inner.index = 0;
  };
  return Object.assign(writer, { flush, finish: flush });
}

/** Names as they are; one that comes again gets a number, because Parquet tells columns apart by their names. */
function uniqueNames(fields: readonly Field[]): string[] {
  const taken = new Set<string>();
  return fields.map(({ name }) => {
    let unique = name;
    for (let number = 2; taken.has(unique); number++) unique = `${name} ${number}`;
    taken.add(unique);
    return unique;
  });
}

/** Writes an Apache Parquet file, Snappy compressed, one row group for each batch of rows. */
export async function writeParquet(
  table: Table,
  order: Uint32Array | undefined,
  file: number,
  work: Work,
): Promise<void> {
  const { fields } = plainSchema(table);
  const storages = fields.map(storageOf);
  const names = uniqueNames(fields);
  const total = Math.max(1, order?.length ?? table.numRows);
  const schema: Element[] = [
    { name: 'schema', num_children: fields.length },
    ...fields.map(
      (field, place): Element => ({
        ...(storages[place] as Storage).element,
        name: field.name,
        repetition_type: 'OPTIONAL',
      }),
    ),
  ];
  const parquet = new ParquetWriter({ writer: fileWriter(file), schema, createdBy: 'Atomiton' });
  let done = 0;
  for (const batch of rowBatches(table, order)) {
    const columnData = fields.map((_, place) => {
      const data = batch.data.children[place] as Data;
      const valid = validityOf(data);
      const read = (storages[place] as Storage).reader(data);
      const cells = new Array<Cell>(batch.numRows);
      for (let row = 0; row < batch.numRows; row++) {
        cells[row] = valid === undefined || valid(row) ? read(row) : null;
      }
      work.step((done + (batch.numRows * place) / fields.length) / total);
      return { name: names[place] ?? '', data: cells };
    });
    await parquet.write({ columnData, rowGroupSize: batch.numRows });
    done += batch.numRows;
    work.step(done / total);
  }
  await parquet.finish();
}
