import { once } from 'node:events';
import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A CSV file of made-up sales: every run of the benchmark makes the same bytes. */
export interface SalesFile {
  path: string;
  megabytes: number;
  rows: number;
  /** Different values of the column `customer`. */
  customers: number;
}

const CITIES =
  'Oslo Bergen Trondheim Stavanger Drammen Paris Lyon Nice Lille Nantes Berlin Hamburg Köln Bonn Ulm Rome Milan Turin Genoa Bari'.split(
    ' ',
  );
const ROW_BYTES = 44;
const CUSTOMERS = 1_000_000;

/** Column names and DuckDB types of the file. */
export const SALES_COLUMNS = {
  id: 'BIGINT',
  year: 'BIGINT',
  city: 'VARCHAR',
  customer: 'BIGINT',
  price: 'DOUBLE',
  quantity: 'BIGINT',
  note: 'VARCHAR',
} as const;

/** Writes the file into the temporary folder, unless it is there. `megabytes` are about right. */
export async function salesFile(megabytes: number): Promise<SalesFile> {
  const rows = Math.round((megabytes * 1e6) / ROW_BYTES);
  const file = path.join(tmpdir(), `atomiton-sales-${rows}.csv`);
  if (!existsSync(file)) await write(file, rows);
  return { path: file, megabytes: statSync(file).size / 1e6, rows, customers: Math.min(rows, CUSTOMERS) };
}

async function write(file: string, rows: number): Promise<void> {
  const out = createWriteStream(`${file}.new`);
  out.write(`${Object.keys(SALES_COLUMNS).join(',')}\n`);
  let text = '';
  for (let row = 0; row < rows; row++) {
    // A number of the row that looks like chance (Knuth's multiplicative hash).
    const chance = Math.imul(row + 1, 2_654_435_761) >>> 0;
    const city = CITIES[chance % CITIES.length];
    const price = `${(chance >>> 8) % 1000}.${String(chance % 100).padStart(2, '0')}`;
    const customer = (row * 7919) % CUSTOMERS;
    text += `${row},${2000 + (chance % 25)},${city},${customer},${price},${(chance >>> 4) % 50},order ${row % 1000}\n`;
    if (text.length > 1 << 20) {
      if (!out.write(text)) await once(out, 'drain');
      text = '';
    }
  }
  out.end(text);
  await once(out, 'finish');
  renameSync(`${file}.new`, file);
}
