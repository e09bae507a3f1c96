import {
  Binary,
  Bool,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationMillisecond,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  List,
  Map_,
  makeData,
  Struct,
  Table,
  TimeMicrosecond,
  Timestamp,
  TimeUnit,
  tableFromIPC,
  tableToIPC,
  Uint32,
  Uint64,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';

/** As it comes over an edge: an IPC stream in shared memory. */
export function inSharedMemory(table: Table): Table {
  const bytes = tableToIPC(table, 'stream');
  const memory = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  memory.set(bytes);
  return tableFromIPC(memory);
}

function timestamps(
  unit: TimeUnit,
  zone: string | null,
  values: readonly bigint[],
  missing: boolean,
): Vector {
  const data = makeData({
    type: new Timestamp(unit, zone),
    length: values.length,
    nullCount: missing ? 1 : 0,
    ...(missing ? { nullBitmap: new Uint8Array([0b011]) } : {}),
    data: BigInt64Array.from(values),
  });
  return new Vector([data]);
}

/** 123.45, -0.01 and a number with 20 digits. */
function decimals(): Vector {
  const words = new Uint32Array(12);
  for (const [row, value] of [12345n, -1n, 99999999999999999999n].entries()) {
    const bits = BigInt.asUintN(128, value);
    for (let word = 0; word < 4; word++)
      words[row * 4 + word] = Number((bits >> BigInt(32 * word)) & 0xffffffffn);
  }
  return new Vector([makeData({ type: new Decimal(2, 22, 128), length: 3, nullCount: 0, data: words })]);
}

/** Three rows with a column of every kind, missing values among them. */
export function everyType(): Table {
  return new Table({
    whole: vectorFromArray([9_007_199_254_740_993n, -5n, null], new Int64()),
    natural: vectorFromArray([18_446_744_073_709_551_615n, 7n, null], new Uint64()),
    small: vectorFromArray([-128, 127, null], new Int8()),
    count: vectorFromArray([4_294_967_295, 0, null], new Uint32()),
    real: vectorFromArray([1.5, Number.NaN, null], new Float64()),
    single: vectorFromArray([0.5, Number.NEGATIVE_INFINITY, null], new Float32()),
    flag: vectorFromArray([true, false, null], new Bool()),
    text: vectorFromArray(['é "quoted", new\nline', '', null], new Utf8()),
    word: vectorFromArray(['red', 'blue', null], new Dictionary(new Utf8(), new Int32())),
    day: vectorFromArray([new Date('2013-01-02'), new Date('1969-12-31'), null], new DateDay()),
    dayMs: vectorFromArray([new Date('2013-01-02'), new Date(0), null], new DateMillisecond()),
    naive: timestamps(TimeUnit.MICROSECOND, null, [1_580_702_706_123_456n, -1n, 0n], true),
    zoned: timestamps(
      TimeUnit.NANOSECOND,
      'Europe/Oslo',
      [1_580_702_706_123_456_789n, 1_594_000_000_000_000_000n, 0n],
      true,
    ),
    utc: timestamps(TimeUnit.SECOND, 'UTC', [1_580_702_706n, 0n, 1n], false),
    shifted: timestamps(TimeUnit.MILLISECOND, '+05:30', [1_580_702_706_500n, 0n, 1n], false),
    time: vectorFromArray([3_723_000_001n, 0n, null], new TimeMicrosecond()),
    span: vectorFromArray([1500n, -1n, null], new DurationMillisecond()),
    money: decimals(),
    bytes: vectorFromArray([new Uint8Array([0, 255]), new Uint8Array(), null], new Binary()),
    block: vectorFromArray([new Uint8Array([1, 2]), new Uint8Array([3, 4]), null], new FixedSizeBinary(2)),
    list: vectorFromArray([[1, null, 3], [], null], new List(new Field('item', new Int32()))),
    pair: vectorFromArray([[1, 2], [3, 4], null], new FixedSizeList(2, new Field('item', new Int32()))),
    deep: vectorFromArray(
      [[{ a: 1, b: ['x', null] }], [], null],
      new List(
        new Field(
          'item',
          new Struct([new Field('a', new Int32()), new Field('b', new List(new Field('item', new Utf8())))]),
        ),
      ),
    ),
    map: vectorFromArray(
      [new Map([['k', 1]]), new Map(), null],
      new Map_(
        new Field(
          'entries',
          new Struct<{ key: Utf8; value: Int32 }>([
            new Field('key', new Utf8(), false) as never,
            new Field('value', new Int32()) as never,
          ]),
          false,
        ),
      ),
    ),
  });
}

/** The cells of `everyType` as they are shown. */
export const EVERY_TYPE_CELLS: Record<string, readonly unknown[]> = {
  whole: ['9007199254740993', -5, null],
  natural: ['18446744073709551615', 7, null],
  small: [-128, 127, null],
  count: [4_294_967_295, 0, null],
  real: [1.5, 'NaN', null],
  single: [0.5, '-Infinity', null],
  flag: [true, false, null],
  text: ['é "quoted", new\nline', '', null],
  word: ['red', 'blue', null],
  day: ['2013-01-02', '1969-12-31', null],
  dayMs: ['2013-01-02', '1970-01-01', null],
  naive: ['2020-02-03T04:05:06.123456', '1969-12-31T23:59:59.999999', null],
  zoned: ['2020-02-03T05:05:06.123456789+01:00', '2020-07-06T03:46:40+02:00', null],
  utc: ['2020-02-03T04:05:06Z', '1970-01-01T00:00:00Z', '1970-01-01T00:00:01Z'],
  shifted: ['2020-02-03T09:35:06.500+05:30', '1970-01-01T05:30:00+05:30', '1970-01-01T05:30:00.001+05:30'],
  time: ['01:02:03.000001', '00:00:00', null],
  span: ['1500 ms', '-1 ms', null],
  money: ['123.45', '-0.01', '999999999999999999.99'],
  bytes: ['0x00ff', '0x', null],
  block: ['0x0102', '0x0304', null],
  list: [[1, null, 3], [], null],
  pair: [[1, 2], [3, 4], null],
  deep: [[{ a: 1, b: ['x', null] }], [], null],
  map: [{ k: 1 }, {}, null],
};
