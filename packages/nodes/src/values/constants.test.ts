import { expect, it } from 'vitest';
import { callNode } from '../testing/call-node.js';
import { definition as numberDefinition } from './number/definition.js';
import { run as runNumber } from './number/run.js';
import { definition as textDefinition } from './text/definition.js';
import { run as runText } from './text/run.js';

it('gives the number', async () => {
  const { outputs } = await callNode(numberDefinition, runNumber, { parameters: { value: 2.5 } });
  expect(outputs).toEqual({ number: { kind: 'json', json: 2.5 } });
});

it('gives the text', async () => {
  const { outputs } = await callNode(textDefinition, runText, { parameters: { value: 'höhe' } });
  expect(outputs).toEqual({ text: { kind: 'json', json: 'höhe' } });
});
