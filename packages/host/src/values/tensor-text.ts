import type { TensorDtype } from '@atomiton/contracts';
import { tensorElements } from './tensor-elements.js';
import type { TextView } from './view-messages.js';

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
  const elements = tensorElements(bytes, dtype);
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
    text += elements.text(index);
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
