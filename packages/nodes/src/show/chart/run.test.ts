import type { Draft } from '@atomiton/contracts';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { callNode } from '../../testing/call-node.js';
import { definition } from './definition.js';
import { MAX_POINTS, run } from './run.js';

function table(columns: Parameters<typeof tableFromArrays>[0]): Draft {
  const arrow = tableFromArrays(columns);
  return {
    kind: 'table',
    bytes: tableToIPC(arrow, 'stream'),
    rows: arrow.numRows,
    columns: arrow.schema.fields.map((field) => ({ name: field.name, type: String(field.type) })),
  };
}

const cities = table({
  city: ['Oslo', 'Rome'],
  mean: Float64Array.of(1.5, Number.NaN),
  n: BigInt64Array.of(3n, 2n ** 60n),
});

describe('chart', () => {
  it('draws the first numeric column over the first column, and says which one it took', async () => {
    const { outputs } = await callNode(definition, run, { inputs: { table: cities } });
    expect(outputs.chart).toEqual({
      kind: 'json',
      json: {
        kind: 'bar',
        title: '',
        x: { label: 'city', values: ['Oslo', 'Rome'] },
        series: [{ name: 'mean', values: [1.5, null] }],
        guessed: ['mean'],
      },
    });
  });

  it('draws the chosen columns, large integers as the nearest height', async () => {
    const parameters = { kind: 'line', x: 'city', y: ['n'], title: 'Count' };
    const { outputs } = await callNode(definition, run, { parameters, inputs: { table: cities } });
    expect(outputs.chart).toMatchObject({
      json: { kind: 'line', title: 'Count', series: [{ name: 'n', values: [3, 2 ** 60] }] },
    });
  });

  it('labels with large integers exactly', async () => {
    const parameters = { x: 'n', y: ['mean'] };
    const { outputs } = await callNode(definition, run, { parameters, inputs: { table: cities } });
    expect(outputs.chart).toMatchObject({ json: { x: { label: 'n', values: [3, '1152921504606846976'] } } });
  });

  it('says which columns exist when one is unknown', async () => {
    const calling = callNode(definition, run, { parameters: { x: 'town' }, inputs: { table: cities } });
    await expect(calling).rejects.toMatchObject({
      data: {
        code: 'unknown-column',
        port: 'x',
        message: 'There is no column "town"; the table has "city", "mean", "n".',
      },
    });
  });

  it('refuses text as a height', async () => {
    const calling = callNode(definition, run, { parameters: { y: ['city'] }, inputs: { table: cities } });
    await expect(calling).rejects.toMatchObject({ data: { code: 'not-numeric', port: 'y' } });
  });

  it('refuses a table without a number', async () => {
    const calling = callNode(definition, run, { inputs: { table: table({ city: ['Oslo'] }) } });
    await expect(calling).rejects.toMatchObject({ data: { code: 'no-numeric-column' } });
  });

  it('draws at most the limit and says so', async () => {
    const long = table({
      x: Int32Array.from({ length: MAX_POINTS + 1 }, (_, i) => i),
      y: new Float64Array(MAX_POINTS + 1),
    });
    const call = await callNode(definition, run, { inputs: { table: long } });
    const chart = call.outputs.chart as unknown as { json: { x: { values: unknown[] } } };
    expect(chart.json.x.values).toHaveLength(MAX_POINTS);
    expect(call.logs).toEqual([{ level: 'warn', text: expect.stringContaining(`${MAX_POINTS + 1} rows`) }]);
  });
});
