import type { TensorDtype } from '@atomiton/contracts';
import type { TextView } from './view-messages.js';

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

const WIDTH: Record<TensorDtype, number> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
};

function elementText(view: DataView, at: number, dtype: TensorDtype): string {
  switch (dtype) {
    case 'bool':
      return view.getUint8(at) === 0 ? 'false' : 'true';
    case 'int8':
      return String(view.getInt8(at));
    case 'uint8':
      return String(view.getUint8(at));
    case 'int16':
      return String(view.getInt16(at, true));
    case 'uint16':
      return String(view.getUint16(at, true));
    case 'int32':
      return String(view.getInt32(at, true));
    case 'uint32':
      return String(view.getUint32(at, true));
    case 'int64':
      return String(view.getBigInt64(at, true));
    case 'uint64':
      return String(view.getBigUint64(at, true));
    case 'float16':
      return String(halfToNumber(view.getUint16(at, true)));
    case 'float32':
      return String(view.getFloat32(at, true));
    case 'float64':
      return String(view.getFloat64(at, true));
  }
}

/**
 * A tensor as nested JSON lists, cut at `maxChars`; only the elements that are shown are read. NaN and infinities
 * stand as they are printed. `totalChars` is exact when nothing was cut and an estimate otherwise.
 */
export function tensorText(
  bytes: Uint8Array,
  dtype: TensorDtype,
  shape: number[],
  maxChars: number,
): TextView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = WIDTH[dtype];
  const count = shape.reduce((product, length) => product * length, 1);
  const rank = shape.length;
  let text = `${dtype}[${shape.join(', ')}]\n${'['.repeat(rank)}`;
  let index = 0;
  for (; index < count && text.length <= maxChars; index++) {
    if (index > 0) {
      let closed = 0;
      let block = 1;
      for (let axis = rank - 1; axis > 0; axis--) {
        block *= shape[axis] as number;
        if (index % block !== 0) break;
        closed += 1;
      }
      text +=
        closed === 0 ? ', ' : `${']'.repeat(closed)},\n${' '.repeat(rank - closed)}${'['.repeat(closed)}`;
    }
    text += elementText(view, index * width, dtype);
  }
  if (index === count) {
    text += ']'.repeat(rank);
    return { text: text.slice(0, maxChars), totalChars: text.length };
  }
  return { text: text.slice(0, maxChars), totalChars: Math.ceil((text.length / index) * count) };
}

/** Bytes as lines of sixteen in hex with their characters, cut at `maxChars`. */
export function bytesText(bytes: Uint8Array, maxChars: number): TextView {
  const lines: string[] = [];
  const lineLength = 8 + 2 + 47 + 2 + 16 + 1;
  const shown = Math.min(bytes.byteLength, Math.ceil(maxChars / lineLength) * 16);
  for (let at = 0; at < shown; at += 16) {
    const row = bytes.subarray(at, Math.min(at + 16, bytes.byteLength));
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const characters = [...row]
      .map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${characters}`);
  }
  return {
    text: lines.join('\n').slice(0, maxChars),
    totalChars: Math.ceil(bytes.byteLength / 16) * lineLength,
  };
}
