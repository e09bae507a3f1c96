import { parse } from 'csv-parse/sync';

export const DELIMITERS = [',', ';', '\t', '|'] as const;

function rowsOf(sample: string, delimiter: string, to = 50): string[][] {
  try {
    return parse(sample, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to,
      bom: true,
    });
  } catch {
    return [];
  }
}

/**
 * The delimiter whose rows agree best on their number of fields; a comma where nothing speaks for another.
 * @param sample the first complete lines of the file
 */
export function detectDelimiter(sample: string): string {
  let best: string = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const rows = rowsOf(sample, delimiter);
    const width = rows[0]?.length ?? 0;
    if (width < 2) continue;
    const agreeing = rows.filter((row) => row.length === width).length;
    const score = (agreeing / rows.length) ** 2 * (1 + Math.log2(width));
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

const LOOKS_LIKE_DATA = /^\s*([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|true|false|\d{4}-\d{2}-\d{2}.*)?\s*$/i;

/** A first row is a header when all its cells are distinct words rather than numbers, booleans, dates or nothing. */
export function looksLikeHeader(row: readonly string[]): boolean {
  return new Set(row).size === row.length && row.every((cell) => !LOOKS_LIKE_DATA.test(cell));
}
