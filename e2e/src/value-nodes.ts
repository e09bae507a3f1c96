import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeDefinitionInput } from '@atomiton/contracts';

/** A node that gives a value of each kind that no CSV file gives. */
const KINDS: NodeDefinitionInput = {
  type: 'test/kinds',
  version: 1,
  name: 'Kinds',
  category: 'Test',
  description: 'Gives a tensor, bytes, a list of tables, a file and a picture.',
  inputs: [],
  outputs: [
    { name: 'tensor', type: 'tensor' },
    { name: 'bytes', type: 'bytes' },
    { name: 'tables', type: 'list<table>' },
    { name: 'file', type: 'file' },
    { name: 'picture', type: 'image' },
  ],
  parameters: [{ name: 'folder', label: 'Folder', type: 'string', default: '' }],
  runtime: { language: 'python', module: 'test/kinds' },
  purity: 'pure',
};

/** A node that never ends. */
const SPIN: NodeDefinitionInput = {
  ...KINDS,
  type: 'test/spin-python',
  name: 'Spin python',
  description: 'Computes for ever.',
  outputs: [{ name: 'done', type: 'any' }],
  parameters: [],
  runtime: { language: 'python', handler: 'test/spin', module: 'test/spin' },
};

/** Writes the definitions into `folder`. @returns the environment with which the host knows them */
export function valueNodes(folder: string): Record<string, string> {
  const path = join(folder, 'value-definitions.json');
  writeFileSync(path, JSON.stringify([KINDS, SPIN]));
  return { ATOMITON_TEST_DEFINITIONS: path };
}
