import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const CARRIERS = [
  'AA',
  'AS',
  'B6',
  'DL',
  'EV',
  'F9',
  'FL',
  'HA',
  'MQ',
  'OO',
  'UA',
  'US',
  'VX',
  'WN',
  'YV',
  '9E',
] as const;

/** Totals of one carrier over the rows that the filter `distance > 500 && year >= 2015` keeps. */
export interface CarrierTotals {
  rows: number;
  delaySum: number;
}

export interface GeneratedCsv {
  path: string;
  sizeBytes: number;
  rows: number;
  keptRows: number;
  byCarrier: Map<string, CarrierTotals>;
}

/** A small linear congruential generator: the same file on every machine. */
function randomIntegers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Writes a real CSV of at least `minBytes` and adds up, independently of the product, what the tests expect of it.
 * Columns: year, month, carrier, origin, distance (km), delay (min), note (some quoted with a comma).
 */
export async function writeMeasurementsCsv(path: string, minBytes: number, seed = 7): Promise<GeneratedCsv> {
  const random = randomIntegers(seed);
  const stream = createWriteStream(path);
  const byCarrier = new Map<string, CarrierTotals>();
  let sizeBytes = 0;
  let rows = 0;
  let keptRows = 0;
  const write = async (text: string): Promise<void> => {
    sizeBytes += Buffer.byteLength(text);
    if (!stream.write(text)) await once(stream, 'drain');
  };
  await write('year,month,carrier,origin,distance,delay,note\n');
  while (sizeBytes < minBytes) {
    const lines: string[] = [];
    for (let line = 0; line < 5000; line++) {
      const year = 2010 + random(14);
      const carrier = CARRIERS[random(CARRIERS.length)] ?? 'AA';
      const distance = 100 + random(4000);
      const delay = random(240) - 30;
      const note = random(10) === 0 ? '"late, then on time"' : 'ok';
      lines.push(
        `${year},${1 + random(12)},${carrier},${random(2) === 0 ? 'JFK' : 'EWR'},${distance},${delay},${note}`,
      );
      rows++;
      if (distance > 500 && year >= 2015) {
        keptRows++;
        const totals = byCarrier.get(carrier) ?? { rows: 0, delaySum: 0 };
        totals.rows++;
        totals.delaySum += delay;
        byCarrier.set(carrier, totals);
      }
    }
    await write(`${lines.join('\n')}\n`);
  }
  stream.end();
  await once(stream, 'finish');
  return { path, sizeBytes, rows, keptRows, byCarrier };
}
