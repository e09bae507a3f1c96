import { isUtf8 } from 'node:buffer';
import { AtomitonError } from '@atomiton/contracts';

function refuse(code: string, message: string, hint: string): AtomitonError {
  return new AtomitonError({ kind: 'validation', code, message, hint, port: 'path' });
}

/** The position of the first byte that is not UTF-8, or -1. */
export function invalidUtf8At(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1;
  let low = 0;
  let high = bytes.length;
  while (high - low > 8) {
    let middle = (low + high) >> 1;
    while (middle > low && ((bytes[middle] ?? 0) & 0xc0) === 0x80) middle--;
    if (middle <= low) break;
    if (isUtf8(bytes.subarray(low, middle))) low = middle;
    else high = middle;
  }
  for (let end = low + 1; end <= high; end++) {
    if (isUtf8(bytes.subarray(low, end))) low = end;
    else if (end - low > 4) return low;
  }
  return low;
}

/** Bytes at the end that begin a character whose rest has not come yet. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? back : 0;
  }
  return 0;
}

/** Checks a file piece by piece for UTF-8 and zero bytes; names the first wrong byte by its place in the file. */
export class Utf8Check {
  #tail: Uint8Array = new Uint8Array(0);
  #offset = 0;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  take(piece: Uint8Array, isLast: boolean): void {
    const bytes = this.#tail.length === 0 ? piece : Buffer.concat([this.#tail, piece]);
    const end = isLast ? bytes.length : bytes.length - unfinishedBytes(bytes);
    const zero = bytes.indexOf(0);
    if (zero !== -1) {
      throw refuse(
        'not-text',
        `${this.#path} has a zero byte at ${this.#offset + zero}: it is not text.`,
        'Choose a CSV file.',
      );
    }
    const wrong = invalidUtf8At(bytes.subarray(0, end));
    if (wrong !== -1) {
      const byte = (bytes[wrong] ?? 0).toString(16).padStart(2, '0');
      throw refuse(
        'wrong-encoding',
        `${this.#path} is not UTF-8 text: byte ${this.#offset + wrong} is 0x${byte}.`,
        'Save it again as UTF-8 (it may be Latin-1 or Windows-1252).',
      );
    }
    this.#offset += end;
    this.#tail = bytes.slice(end);
  }
}
