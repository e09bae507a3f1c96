import { defineNode, type NodeDefinitionInput } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { commonParameters } from './common-parameters';
import { parameterRules } from './DocsSection';

function node(type: string, parameters: NodeDefinitionInput['parameters']) {
  return defineNode({
    type: `test/${type}`,
    version: 1,
    name: type,
    category: 'Test',
    description: '',
    inputs: [],
    outputs: [],
    parameters,
    purity: 'pure',
    runtime: { language: 'typescript' },
  });
}

const KEEP = {
  name: 'keep',
  label: 'Keep',
  type: 'integer',
  default: 5,
  min: 1,
  max: 10,
  unit: 'rows',
} as const;

it('finds the parameters that all nodes have and that are edited alike', () => {
  const one = node('one', [KEEP, { name: 'kind', label: 'Kind', type: 'string', default: '' }]);
  const two = node('two', [
    { ...KEEP, max: 20 },
    { name: 'kind', label: 'Kind', type: 'number', default: 0 },
  ]);
  expect(commonParameters([one, two, one]).map(({ name }) => name)).toEqual(['keep']);
  expect(commonParameters([one, undefined])).toEqual([]);
});

it('says limits, choices and defaults in words', () => {
  const [keep, kind, must] = node('docs', [
    KEEP,
    {
      name: 'kind',
      label: 'Kind',
      type: 'string',
      default: 'a',
      choices: [
        { value: 'a', label: 'First' },
        { value: 'b', label: 'Second' },
      ],
      connectable: false,
    },
    { name: 'path', label: 'File', type: 'file', default: '', required: true },
  ]).parameters;
  expect(keep === undefined ? [] : parameterRules(keep)).toEqual(['1 to 10 rows', 'default 5']);
  expect(kind === undefined ? [] : parameterRules(kind)).toEqual([
    'one of First, Second',
    'default First',
    'takes no edge',
  ]);
  expect(must === undefined ? [] : parameterRules(must)).toEqual(['required']);
});
