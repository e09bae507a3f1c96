import type { NodeDefinitionInput } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { Fixture } from './engine-fixture.js';
import { json } from './memory-runtime.js';

/** Completes a sketch of a definition. */
export function definition(
  type: string,
  rest: Partial<NodeDefinitionInput> & { cheap?: boolean } = {},
): NodeDefinitionInput {
  const { cheap, ...given } = rest;
  return {
    type,
    version: 1,
    name: type,
    category: 'test',
    description: '',
    inputs: [],
    outputs: [{ name: 'out', type: 'any' }],
    parameters: [],
    runtime: { language: 'typescript', cheap: cheap ?? false },
    purity: 'pure',
    ...given,
  };
}

const value = { name: 'value', label: 'Value', type: 'json' as const, default: 0 };

/**
 * `t/number` (its parameter `value`), `t/sum` (any number of `items`, plus `value`), `t/fail`, `t/wait` (until
 * cancelled, or `value` milliseconds), `t/pass` (one optional input).
 */
export function addBasicNodes({ runtime, add }: Fixture): void {
  add(
    runtime.define(definition('t/number', { parameters: [value], cheap: true }), ({ parameters }) => ({
      out: json(parameters['value'] ?? null),
    })),
  );
  add(
    runtime.define(
      definition('t/sum', {
        parameters: [value],
        inputs: [{ name: 'items', type: 'number', list: true, required: false }],
        outputs: [{ name: 'out', type: 'number' }],
      }),
      ({ inputs, parameters }) => {
        const items = inputs['items'];
        let total = Number(parameters['value']);
        if (items?.kind === 'json') for (const item of items.json as number[]) total += item;
        return { out: json(total) };
      },
    ),
  );
  add(
    runtime.define(definition('t/fail', { inputs: [{ name: 'in', type: 'any', required: false }] }), () => {
      throw new AtomitonError({
        kind: 'runtime',
        code: 'broken',
        message: 'It broke.',
        stack: 'at node code',
      });
    }),
  );
  add(
    runtime.define(
      definition('t/wait', {
        parameters: [value],
        inputs: [{ name: 'in', type: 'any', required: false }],
      }),
      async ({ parameters, cancelled }) => {
        const ms = Number(parameters['value']);
        await Promise.race([
          cancelled,
          new Promise<void>((resolve) => {
            if (ms > 0) setTimeout(resolve, ms);
          }),
        ]);
        return { out: json(ms) };
      },
    ),
  );
  add(
    runtime.define(
      definition('t/pass', {
        inputs: [{ name: 'in', type: 'any', required: false }],
      }),
      ({ inputs }) => ({ out: inputs['in'] ?? json('nothing') }),
    ),
  );
  add(
    runtime.define(
      definition('t/need', {
        inputs: [{ name: 'in', type: 'any' }],
      }),
      ({ inputs }) => ({ out: inputs['in'] ?? json('nothing') }),
    ),
  );
}
