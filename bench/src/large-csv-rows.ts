import { createReadStream } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse';
import { type LargeCsvEngine, largeCsvEngine } from './large-csv-engine.js';
import { SALES_COLUMNS, type SalesFile, salesFile } from './large-csv-file.js';
import type { Row } from './measure.js';
import { alternate } from './measure.js';

type Key = 'city' | 'customer';
/** By group: sum of price, mean of quantity, rows. */
type Groups = Map<string, [number, number, number]>;

const THREADS = 2;

function parametersFor(file: SalesFile, key: Key) {
  const aggregates = ['sum(price)', 'mean(quantity)', 'count()'];
  return { path: file.path, groupBy: [key], aggregates, threads: THREADS };
}

function groupsOf(ipc: Uint8Array, key: Key): Groups {
  const table = tableFromIPC(ipc);
  const [keys, sums, means, counts] = [key, 'price_sum', 'quantity_mean', 'count'].map((name) =>
    table.getChild(name),
  );
  const groups: Groups = new Map();
  for (let row = 0; row < table.numRows; row++) {
    groups.set(String(keys?.get(row)), [
      Number(sums?.get(row)),
      Number(means?.get(row)),
      Number(counts?.get(row)),
    ]);
  }
  return groups;
}

/** DuckDB on two threads, column types given; its result is fetched as columns, not as objects. */
async function duckDb() {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(THREADS) });
  const connection = await instance.connect();
  const columns = Object.entries(SALES_COLUMNS).map(([name, type]) => `'${name}': '${type}'`);
  const run = (file: SalesFile, key: Key) =>
    connection.runAndReadAll(
      `SELECT ${key}, sum(price), avg(quantity), count(*) FROM read_csv('${file.path}', header = true, delim = ',', auto_detect = false, columns = {${columns.join(', ')}}) GROUP BY ${key}`,
    );
  return {
    run,
    async groups(file: SalesFile, key: Key): Promise<Groups> {
      const rows = (await run(file, key)).getRows();
      return new Map(
        rows.map(([name, sum, mean, count]) => [String(name), [Number(sum), Number(mean), Number(count)]]),
      );
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The same with csv-parse: an object a row, sums in a map. */
async function csvParse(file: SalesFile, key: Key): Promise<Groups> {
  const sums = new Map<string, { price: number; quantity: number; rows: number }>();
  const rows = createReadStream(file.path).pipe(parse({ columns: true }));
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const name = row[key] ?? '';
    const group = sums.get(name) ?? { price: 0, quantity: 0, rows: 0 };
    group.price += Number(row.price);
    group.quantity += Number(row.quantity);
    group.rows++;
    sums.set(name, group);
  }
  return new Map(
    [...sums].map(([name, group]) => [name, [group.price, group.quantity / group.rows, group.rows]]),
  );
}

/** Throws unless both have the same groups with the same numbers (sums to a relative 1e-9: they add in other orders). */
function sameGroups(ours: Groups, theirs: Groups, name: string): void {
  if (ours.size !== theirs.size) throw new Error(`${ours.size} groups, ${name} has ${theirs.size}.`);
  const close = (left: number, right: number) =>
    Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(right));
  for (const [group, [sum, mean, count]] of ours) {
    const other = theirs.get(group);
    if (other === undefined || !close(sum, other[0]) || !close(mean, other[1]) || count !== other[2]) {
      throw new Error(`Group ${group} is ${sum}, ${mean}, ${count}; ${name} has ${String(other)}.`);
    }
  }
}

async function againstDuckDb(
  engine: LargeCsvEngine,
  file: SalesFile,
  key: Key,
  rounds: number,
): Promise<Row[]> {
  const duck = await duckDb();
  const parameters = parametersFor(file, key);
  const ours = groupsOf((await engine.run(parameters)).ipc, key);
  sameGroups(ours, await duck.groups(file, key), 'DuckDB');
  const [processor, baseline] = await alternate(file.megabytes, rounds, 1, [
    async () => (await engine.run(parameters)).elapsedMs,
    async () => {
      await duck.run(file, key);
      return undefined;
    },
  ]);
  duck.close();
  if (processor === undefined || baseline === undefined) return [];
  return [
    {
      what: `group ${file.megabytes.toFixed(0)} MB of CSV by ${ours.size.toLocaleString('en')}`,
      ours: processor,
      baselineName: `DuckDB, ${THREADS} threads`,
      baseline,
      target: { kind: 'ratio', atMost: 1 },
    },
  ];
}

/**
 * Large CSV processor through the whole engine, microseconds a megabyte (1e6 bytes): 20 and 1,000,000 groups against
 * DuckDB, and against csv-parse objects on a tenth of the file. Outputs are compared before anything is timed.
 */
export async function largeCsvRows(megabytes: number): Promise<Row[]> {
  const file = await salesFile(megabytes);
  const engine = await largeCsvEngine();
  try {
    const rows = [
      ...(await againstDuckDb(engine, file, 'city', 5)),
      ...(await againstDuckDb(engine, file, 'customer', 5)),
    ];
    const small = await salesFile(megabytes / 10);
    const parameters = parametersFor(small, 'city');
    sameGroups(
      groupsOf((await engine.run(parameters)).ipc, 'city'),
      await csvParse(small, 'city'),
      'csv-parse',
    );
    const [ours, objects] = await alternate(small.megabytes, 3, 1, [
      async () => (await engine.run(parameters)).elapsedMs,
      async () => {
        await csvParse(small, 'city');
        return undefined;
      },
    ]);
    if (ours !== undefined && objects !== undefined) {
      const what = `group ${small.megabytes.toFixed(0)} MB of CSV by 20`;
      rows.push({
        what,
        ours,
        baselineName: 'csv-parse',
        baseline: objects,
        target: { kind: 'ratio', atMost: 0.04 },
      });
    }
    return rows;
  } finally {
    await engine.dispose();
  }
}
