import type { TensorDtype, TensorSummary } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { histogram } from './column-statistics.js';
import { downscale, type Pixels } from './downscale.js';
import type { ColumnSpan } from './table-page.js';
import { tensorElements } from './tensor-elements.js';
import type { Work } from './work.js';
import { STEP_ROWS } from './work.js';

/** The bins are counted over at most this many elements, evenly taken. */
const HISTOGRAM_ELEMENTS = 4_000_000;

/** Least, greatest, mean and deviation (Welford) of the finite elements, and how they are spread. */
export function tensorSummary(
  bytes: Uint8Array,
  dtype: TensorDtype,
  shape: number[],
  work: Work,
): TensorSummary {
  const elements = tensorElements(bytes, dtype);
  const { count } = elements;
  let nans = 0;
  let infinities = 0;
  let least = -1;
  let greatest = -1;
  let leastValue = Number.POSITIVE_INFINITY;
  let greatestValue = Number.NEGATIVE_INFINITY;
  let seen = 0;
  let mean = 0;
  let squares = 0;
  const every = Math.max(1, Math.ceil(count / HISTOGRAM_ELEMENTS));
  const sample = new Float64Array(Math.ceil(count / every));
  for (let index = 0; index < count; index++) {
    if (index % STEP_ROWS === 0) work.step((0.8 * index) / count);
    const value = elements.number(index);
    if (index % every === 0) sample[index / every] = value;
    if (Number.isNaN(value)) {
      nans++;
      continue;
    }
    if (!Number.isFinite(value)) {
      infinities++;
      continue;
    }
    seen++;
    const difference = value - mean;
    mean += difference / seen;
    squares += difference * (value - mean);
    if (value < leastValue) {
      leastValue = value;
      least = index;
    }
    if (value > greatestValue) {
      greatestValue = value;
      greatest = index;
    }
  }
  const write = (value: number) => String(Number(value.toPrecision(8)));
  return {
    dtype,
    shape,
    count,
    nans,
    infinities,
    ...(seen === 0
      ? {}
      : {
          min: elements.text(least),
          max: elements.text(greatest),
          mean,
          deviation: Math.sqrt(squares / seen),
        }),
    bins: histogram(sample, undefined, write, !dtype.startsWith('float')),
  };
}

/** Where a slice over the last two axes lies. A vector is one row, a scalar one element. */
function sliceShape(shape: readonly number[], index: readonly number[]) {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length < 2 ? 1 : (shape.at(-2) ?? 1);
  const outer = shape.slice(0, Math.max(0, shape.length - 2));
  if (index.length !== outer.length || index.some((at, axis) => at >= (outer[axis] ?? 0))) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'outside',
      message: `The slice [${index.join(', ')}] was asked for; the axes before the last two are [${outer.join(', ')}].`,
      hint: 'Choose an index inside each axis.',
    });
  }
  let start = 0;
  for (const [axis, at] of index.entries()) start = start * (outer[axis] ?? 1) + at;
  return { rows, columns, start: start * rows * columns };
}

/** A part of a slice, elements as text. */
export function tensorSlice(
  bytes: Uint8Array,
  dtype: TensorDtype,
  shape: readonly number[],
  index: readonly number[],
  rows: ColumnSpan,
  columns: ColumnSpan,
): { rows: string[][]; totalRows: number; totalColumns: number } {
  const elements = tensorElements(bytes, dtype);
  const slice = sliceShape(shape, index);
  const lastRow = Math.min(slice.rows, rows.first + rows.count);
  const lastColumn = Math.min(slice.columns, columns.first + columns.count);
  const shown: string[][] = [];
  for (let row = rows.first; row < lastRow; row++) {
    const line: string[] = [];
    for (let column = columns.first; column < lastColumn; column++) {
      line.push(elements.text(slice.start + row * slice.columns + column));
    }
    shown.push(line);
  }
  return { rows: shown, totalRows: slice.rows, totalColumns: slice.columns };
}

/** A slice as a grey picture, its least finite element black and its greatest white; NaN is black. */
export function tensorPicture(
  bytes: Uint8Array,
  dtype: TensorDtype,
  shape: readonly number[],
  index: readonly number[],
  maxSize: number,
): Pixels {
  const elements = tensorElements(bytes, dtype);
  const { rows, columns, start } = sliceShape(shape, index);
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let at = start; at < start + rows * columns; at++) {
    const value = elements.number(at);
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const scale = greatest > least ? 255 / (greatest - least) : 0;
  const pixels = new Uint8Array(rows * columns);
  for (let at = 0; at < pixels.length; at++) {
    const value = elements.number(start + at);
    pixels[at] = Number.isNaN(value) ? 0 : Math.min(255, Math.max(0, Math.round((value - least) * scale)));
  }
  return downscale({ width: columns, height: rows, channels: 1, bytes: pixels }, maxSize);
}
