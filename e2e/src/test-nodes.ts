import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language, NodeDefinitionInput } from '@atomiton/contracts';

/** The same small node under one type per language, so that one blueprint can hold all of them. */
function spin(language: Language, module?: string): NodeDefinitionInput {
  return {
    type: `test/spin-${language}`,
    version: 1,
    name: `Spin ${language}`,
    category: 'Test',
    description: 'Computes for ever without looking at any flag.',
    inputs: [],
    outputs: [{ name: 'done', type: 'any' }],
    parameters: [],
    runtime: { language, handler: 'test/spin', ...(module === undefined ? {} : { module }) },
    purity: 'pure',
  };
}

/** A node that needs the value of another. */
const AFTER: NodeDefinitionInput = {
  type: 'test/after',
  version: 1,
  name: 'After',
  category: 'Test',
  description: 'Needs a value; never gets one here.',
  inputs: [{ name: 'done', type: 'any' }],
  outputs: [],
  parameters: [],
  runtime: { language: 'python', module: 'test/echo' },
  purity: 'pure',
};

/** Busy nodes in the three languages that can be stopped only from outside, and one that waits for them. */
const DEFINITIONS: NodeDefinitionInput[] = [spin('rust'), spin('python', 'test/spin'), spin('golang'), AFTER];

/** Writes the definitions into `folder`. @returns the environment with which the host knows them */
export function testNodes(folder: string): Record<string, string> {
  const path = join(folder, 'test-definitions.json');
  writeFileSync(path, JSON.stringify(DEFINITIONS));
  return { ATOMITON_TEST_DEFINITIONS: path };
}
