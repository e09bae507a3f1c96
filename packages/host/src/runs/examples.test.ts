import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { flatten } from '@atomiton/blueprint';
import type { BridgeClient, JsonValue, Language, RunSnapshot, ValueSummary } from '@atomiton/contracts';
import { createBridgeClient } from '@atomiton/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryCarrier } from '../carriers/memory-carrier.js';
import { BatchReader, until } from '../contract/contract-steps.js';
import type { Host } from '../host.js';
import { createHost } from '../host.js';
import type { EngineKit } from './engine-kit.js';

const EXAMPLES = path.resolve(import.meta.dirname, '../../../../examples');

let dataFolder: string;
let host: Host;
let kit: EngineKit;
let client: BridgeClient;
let flights: Record<string, string>[];

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-examples-'));
  ({ host, kit } = await createHost({
    version: '0.0.0',
    dataFolder,
    examplesFolder: EXAMPLES,
    shell: 'browser',
    log: () => undefined,
  }));
  await kit.prepare();
  client = createBridgeClient(createMemoryCarrier(host));
  const [header = '', ...lines] = (await readFile(path.join(EXAMPLES, 'data/flights.csv'), 'utf8'))
    .trim()
    .split('\n');
  const names = header.split(',');
  flights = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])));
}, 180_000);
afterAll(async () => {
  await host.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

/** Runs an example as it is; the languages that are missing here by their reasons. */
async function runExample(id: string): Promise<{ snapshot: RunSnapshot; missing: Map<Language, string> }> {
  const { documentId, blueprint } = await client.call('document.create', { example: id });
  const missing = new Map<Language, string>();
  for (const { language, state, message } of kit.runtimes()) {
    const isUsed = Object.values(flatten(blueprint).blueprint.nodes).some(
      ({ type }) => kit.catalog.get(type)?.runtime.language === language,
    );
    if (isUsed && state !== 'ready') missing.set(language, message ?? state);
  }
  for (const [language, reason] of missing) console.log(`${id}: ${language} was not checked: ${reason}`);
  const reader = new BatchReader(client);
  const { runId } = await client.call('run.start', { documentId });
  await until(() => reader.finished, `${id} has finished`, 60_000);
  reader.close();
  return { snapshot: await client.call('run.snapshot', { runId }), missing };
}

function output(snapshot: RunSnapshot, node: string, port: string): ValueSummary {
  const summary = snapshot.nodes[node]?.outputs?.[port];
  if (summary === undefined) throw new Error(`${node}.${port}: ${JSON.stringify(snapshot.nodes[node])}`);
  return summary;
}

async function allRows(summary: ValueSummary): Promise<JsonValue[][]> {
  return (await client.call('value.page', { identity: summary.identity, offset: 0, limit: 1000 })).rows;
}

async function json(summary: ValueSummary): Promise<JsonValue> {
  const { text } = await client.call('value.text', { identity: summary.identity, maxChars: 1_000_000 });
  return JSON.parse(text) as JsonValue;
}

function meanDelays(): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { carrier = '', arr_delay = '' } of flights) {
    if (arr_delay === '') continue;
    const entry = sums.get(carrier) ?? { sum: 0, count: 0 };
    sums.set(carrier, { sum: entry.sum + Number(arr_delay), count: entry.count + 1 });
  }
  return new Map([...sums].map(([carrier, { sum, count }]) => [carrier, sum / count]));
}

describe('the examples run as they are', () => {
  test('five-languages', { timeout: 90_000 }, async () => {
    const { snapshot, missing } = await runExample('five-languages');
    expect(snapshot.state, JSON.stringify(snapshot.error)).toBe(missing.size === 0 ? 'done' : 'failed');

    const late = flights.filter(({ dep_delay = '', origin }) => Number(dep_delay) > 60 && origin === 'JFK');
    const rows = await allRows(output(snapshot, 'late_rows', 'value'));
    expect(rows.map((row) => [String(row[2]), Number(row[5])])).toEqual(
      late.map(({ carrier, dep_delay }) => [carrier, Number(dep_delay)]),
    );
    if (!missing.has('rust')) {
      const chart = (await json(output(snapshot, 'delays', 'chart'))) as {
        x: { values: string[] };
        series: { values: number[] }[];
      };
      const expected = [...meanDelays()].sort(([, one], [, other]) => other - one);
      expect(chart.x.values).toEqual(expected.map(([carrier]) => carrier));
      chart.series[0]?.values.forEach((value, at) => expect(value).toBeCloseTo(expected[at]?.[1] ?? 0, 9));
    }
    if (!missing.has('wasm') && !missing.has('python')) {
      const colours = (await json(output(snapshot, 'colours', 'statistics'))) as {
        columns: Record<string, { count: number; mean: number }>;
      };
      expect(colours.columns.red?.count).toBe(640 * 420);
      expect(colours.columns.red?.mean).toBeGreaterThan(90);
      expect(colours.columns.red?.mean).toBeLessThan(115);
    }
    if (!missing.has('golang')) {
      const files = await allRows(output(snapshot, 'sum_rows', 'value'));
      const expected = await Promise.all(
        ['airlines.csv', 'flights.csv', 'pictures/hills.png', 'pictures/make_hills.py'].map(async (name) => {
          const bytes = await readFile(path.join(EXAMPLES, 'data', name));
          return [name, bytes.byteLength, createHash('sha256').update(bytes).digest('hex')];
        }),
      );
      expect(files).toEqual(expected);
    }
  });

  test('flights-by-carrier', { timeout: 90_000 }, async (context) => {
    const { snapshot, missing } = await runExample('flights-by-carrier');
    if (missing.size > 0) return context.skip();
    expect(snapshot.state, JSON.stringify(snapshot.error)).toBe('done');
    const counts = new Map<string, number>();
    for (const { carrier = '' } of flights) counts.set(carrier, (counts.get(carrier) ?? 0) + 1);
    const expected = [...counts.values()].sort((one, other) => other - one).slice(0, 10);
    const rows = await allRows(output(snapshot, 'by_carrier', 'table'));
    expect(rows.map((row) => row[1])).toEqual(expected);
    for (const [carrier, count] of rows) expect(counts.get(String(carrier))).toBe(count);
  });

  test('two-airports', { timeout: 90_000 }, async (context) => {
    const { snapshot, missing } = await runExample('two-airports');
    if (missing.size > 0) return context.skip();
    expect(snapshot.state, JSON.stringify(snapshot.error)).toBe('done');
    for (const [node, airport] of [
      ['jfk_chart', 'JFK'],
      ['lga_chart', 'LGA'],
    ] as const) {
      const delays = new Map<string, number[]>();
      const counts = new Map<string, number>();
      for (const { carrier = '', dep_delay = '', origin } of flights) {
        if (origin !== airport) continue;
        counts.set(carrier, (counts.get(carrier) ?? 0) + 1);
        if (dep_delay !== '') delays.set(carrier, [...(delays.get(carrier) ?? []), Number(dep_delay)]);
      }
      const expected = [...delays]
        .filter(([carrier]) => (counts.get(carrier) ?? 0) >= 20)
        .map(([carrier, all]): [string, number] => [
          carrier,
          all.reduce((sum, one) => sum + one) / all.length,
        ])
        .sort(([, one], [, other]) => other - one);
      expect(expected.length).toBeGreaterThan(3);
      const chart = (await json(output(snapshot, node, 'chart'))) as {
        x: { values: string[] };
        series: { values: number[] }[];
      };
      expect(chart.x.values).toEqual(expected.map(([carrier]) => carrier));
      chart.series[0]?.values.forEach((value, at) => expect(value).toBeCloseTo(expected[at]?.[1] ?? 0, 9));
    }
  });

  test('blur-a-picture', { timeout: 90_000 }, async (context) => {
    const { snapshot, missing } = await runExample('blur-a-picture');
    if (missing.size > 0) return context.skip();
    expect(snapshot.state, JSON.stringify(snapshot.error)).toBe('done');
    expect(output(snapshot, 'shown', 'value')).toMatchObject({ kind: 'image', width: 640, height: 420 });
    expect(output(snapshot, 'soft', 'image').identity).not.toBe(
      output(snapshot, 'picture', 'image').identity,
    );
    const { identity } = output(snapshot, 'shown', 'value');
    const small = await client.call('value.image', { identity, maxSize: 64 });
    expect([small.width, small.height]).toEqual([64, 42]);
  });
});

test('every example of the folder is run by a test here', async () => {
  const { examples } = await client.call('app.info', {});
  expect(examples.map(({ id }) => id)).toEqual([
    'blur-a-picture',
    'five-languages',
    'flights-by-carrier',
    'two-airports',
  ]);
  for (const { description } of examples) expect(description.length).toBeGreaterThan(20);
  const airports = examples.find(({ id }) => id === 'two-airports');
  expect(airports).toMatchObject({ files: ['data/flights.csv'], nodes: 6, picture: true });
  expect([...(airports?.languages ?? [])].sort()).toEqual(['rust', 'typescript']);
});
