import type { Draft, JsonValue } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { callNode } from '../../testing/call-node.js';
import { definition } from './definition.js';
import { run } from './run.js';

async function fill(template: string, ...values: JsonValue[]): Promise<Draft | undefined> {
  const items: Draft[] = values.map((json) => ({ kind: 'json', json }));
  const call = await callNode(definition, run, {
    parameters: { template },
    inputs: { values: { kind: 'list', items } },
  });
  return call.outputs.text;
}

describe('text template', () => {
  it('fills placeholders by number, field and path', async () => {
    expect(await fill('{{0}} of {{1.all.0}}: {{mean}}', 'two', { all: [7], mean: 1.5 })).toEqual({
      kind: 'json',
      json: 'two of 7: 1.5',
    });
  });

  it('prints objects as JSON and keeps doubled braces', async () => {
    expect(await fill('{{{{0}} = {{0}}', { a: 1 })).toEqual({ kind: 'json', json: '{{0}} = {"a":1}' });
  });

  it('takes a single value that is no list', async () => {
    const call = await callNode(definition, run, { inputs: { values: { kind: 'json', json: 4 } } });
    expect(call.outputs.text).toEqual({ kind: 'json', json: '4' });
  });

  it('names the missing placeholder and what was received', async () => {
    await expect(fill('{{median}}', { mean: 2 })).rejects.toMatchObject({
      data: {
        code: 'unknown-placeholder',
        message: 'The template asks for {{median}}, but the values received are 0, mean.',
      },
    });
  });

  it('does not reach into prototypes', async () => {
    await expect(fill('{{constructor}}', {})).rejects.toMatchObject({
      data: { code: 'unknown-placeholder' },
    });
  });
});
