import { narrowest } from './column.js';
import { RowScanner } from './row-scanner.js';

export const DELIMITERS = [',', ';', '\t', '|'] as const;

const SAMPLE_ROWS = 50;

function widthsOf(sample: Uint8Array, delimiter: string): number[] {
  const scanner = new RowScanner(delimiter);
  const bytes = Uint8Array.from(sample);
  const widths: number[] = [];
  for (let at = 0; widths.length < SAMPLE_ROWS; ) {
    at = scanner.next(bytes, at, bytes.length, true);
    if (at < 0) break;
    widths.push(scanner.fields);
  }
  return widths;
}

/**
 * The delimiter whose rows agree best on their number of fields; a comma where nothing speaks for another.
 * @param sample the first complete lines of the file
 */
export function detectDelimiter(sample: Uint8Array): string {
  let best: string = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const widths = widthsOf(sample, delimiter);
    const width = widths[0] ?? 0;
    if (width < 2) continue;
    const agreeing = widths.filter((other) => other === width).length;
    const score = (agreeing / widths.length) ** 2 * (1 + Math.log2(width));
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

const CODE = /^[+-]?0\d/;
const DATE = /^\d{4}-\d{2}-\d{2}/;

/**
 * A first row is a header unless a cell of it is a number, a truth value or a date. Cells without text are allowed
 * beside others: spreadsheets and data frames leave the name of their row numbers empty.
 */
export function looksLikeHeader(row: readonly string[]): boolean {
  const names = row.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return (
    names.length > 0 &&
    names.every((name) => !CODE.test(name) && !DATE.test(name) && narrowest(name) === 'utf8')
  );
}
