import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

export const CITIES = ['Oslo', 'Bergen', 'Rome', 'Bologna', 'Busan', 'Cork', 'Lima', 'Cádiz'] as const;

/** One row of the generated file; `price` is undefined where the cell is empty. */
export interface CityRow {
  id: number;
  price: number | undefined;
  city: string;
}

/** The row with this number, from 0: computed, so that a test can ask for any of millions. */
export function cityRow(row: number): CityRow {
  const turned = Math.imul(row ^ (row >>> 15) ^ 0x5bd1e995, 0x2c1b3c6d);
  const mixed = (turned ^ (turned >>> 12) ^ (turned >>> 23)) >>> 0;
  const price = mixed % 97 === 0 ? undefined : (mixed % 1_000_000) / 100;
  return { id: row, price, city: CITIES[mixed % CITIES.length] ?? 'Oslo' };
}

/** Writes a real CSV of so many rows: id, price (some missing), city. */
export async function writeCitiesCsv(path: string, rows: number): Promise<void> {
  const stream = createWriteStream(path, { highWaterMark: 1 << 20 });
  stream.write('id,price,city\n');
  let text = '';
  for (let row = 0; row < rows; row++) {
    const { id, price, city } = cityRow(row);
    text += `${id},${price === undefined ? '' : price.toFixed(2)},${city}\n`;
    if (text.length < 1 << 20) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  stream.end(text);
  await once(stream, 'finish');
}
