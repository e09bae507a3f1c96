import { createHash } from 'node:crypto';
import type { TableValue } from '@atomiton/contracts';
import { createValueStore } from '@atomiton/execution-engine/stores';
import { silentJob, ValueViewer } from '@atomiton/host';
import { Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import type { Row } from './measure.js';
import { alternate } from './measure.js';

const CITIES = ['Oslo', 'Rome', 'Lima', 'Cork', 'Busan', 'Bergen'];
const ROUNDS = 3;
const PAGE = 100;

interface Mixed {
  ipc: Uint8Array;
  price: Float64Array;
  city: string[];
}

/** Numbers and texts in no order. */
function mixedTable(rows: number): Mixed {
  const price = new Float64Array(rows);
  const city = new Array<string>(rows);
  for (let row = 0; row < rows; row++) {
    const mixed = Math.imul(row ^ (row >>> 15) ^ 0x5bd1e995, 0x2c1b3c6d) >>> 0;
    price[row] = mixed / 1000;
    city[row] = `${CITIES[mixed % CITIES.length] ?? ''} ${mixed % 5000}`;
  }
  const table = new Table({ price: vectorFromArray(price), city: vectorFromArray(city) });
  return { ipc: tableToIPC(table, 'stream'), price, city };
}

function indexes(rows: number): Uint32Array {
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[row] = row;
  return order;
}

/** What the result panel asks of a large table, beside plain JavaScript over the same columns in memory. */
export async function tableViewRows(rows: number): Promise<Row[]> {
  const { ipc, price, city } = mixedTable(rows);
  const store = createValueStore();
  const payload = store.allocate(ipc.byteLength);
  new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength).set(ipc);
  const identity = createHash('sha256').update(ipc).digest('hex');
  const value: TableValue = { kind: 'table', identity, payload, rows, columns: [] };
  const viewer = new ValueViewer(store);
  let look = 0;
  /** A key of its own for each round: nothing is taken from the orders that are kept. */
  const looked = () => ({ value, key: `bench ${look++}` });
  const arrange = async (
    sort: { column: number; descending: boolean }[],
    filter: string,
  ): Promise<undefined> => {
    const fresh = looked();
    await viewer.arrange(fresh, { sort, filter }, silentJob());
    await viewer.forget(fresh.key);
    return undefined;
  };
  const kept = looked();
  const page = async (): Promise<undefined> => {
    const offset = Math.floor((rows - PAGE) * ((look++ % 97) / 97));
    await viewer.page(kept, { sort: [], filter: '' }, offset, PAGE);
    return undefined;
  };
  const text = rows.toLocaleString('en');
  const result: Row[] = [];
  const add = async (
    what: string,
    items: number,
    rounds: number,
    ours: () => Promise<undefined>,
    baselineName: string,
    baseline: () => void,
  ): Promise<void> => {
    const [mine, theirs] = await alternate(items, rounds, 1, [
      ours,
      async () => {
        baseline();
        return undefined;
      },
    ]);
    if (mine === undefined || theirs === undefined) return;
    result.push({ what, ours: mine, baselineName, baseline: theirs, target: undefined });
  };
  await add(`a page of ${PAGE} rows out of ${text}`, 1, 50, page, 'the same cells as objects', () => {
    const offset = Math.floor((rows - PAGE) / 2);
    Array.from({ length: PAGE }, (_, row) => ({ price: price[offset + row], city: city[offset + row] }));
  });
  await add(
    `sort ${text} rows by a number`,
    rows,
    ROUNDS,
    () => arrange([{ column: 0, descending: false }], ''),
    'sort of row numbers',
    () => {
      indexes(rows).sort((left, right) => (price[left] ?? 0) - (price[right] ?? 0));
    },
  );
  await add(
    `sort ${text} rows by a text`,
    rows,
    ROUNDS,
    () => arrange([{ column: 1, descending: false }], ''),
    'sort of row numbers',
    () => {
      indexes(rows).sort((left, right) => ((city[left] ?? '') < (city[right] ?? '') ? -1 : 1));
    },
  );
  await add(
    `filter ${text} rows: price > 1000.0 && city.startsWith("B")`,
    rows,
    ROUNDS,
    () => arrange([], 'price > 1000.0 && city.startsWith("B")'),
    'a loop over arrays',
    () => {
      const passing: number[] = [];
      for (let row = 0; row < rows; row++) {
        if ((price[row] ?? 0) > 1000 && (city[row] ?? '').startsWith('B')) passing.push(row);
      }
    },
  );
  await viewer.dispose();
  await store.dispose();
  return result;
}
