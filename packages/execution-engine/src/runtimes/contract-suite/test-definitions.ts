import type { Language, NodeDefinition, NodeDefinitionInput } from '@atomiton/contracts';
import { defineNode } from '@atomiton/contracts';

type Shape = Pick<NodeDefinitionInput, 'description'> & Partial<NodeDefinitionInput>;

const integer = (name: string, value: number) => ({
  name,
  label: name,
  type: 'integer',
  default: value,
});

/** What each language's test node does; `runtimeContract` calls them by these ports and parameters. */
const SHAPES = {
  'test/echo': {
    description: 'Gives back `value` unchanged, whatever kind it is.',
    inputs: [{ name: 'value', type: 'any' }],
    outputs: [{ name: 'value', type: 'any' }],
  },
  'test/big': {
    description: 'Bytes of `megabytes` · 1,048,576; byte i is i mod 256.',
    outputs: [{ name: 'bytes', type: 'bytes' }],
    parameters: [integer('megabytes', 50)],
  },
  'test/sum': {
    description: 'The sum of all bytes as an integer.',
    inputs: [{ name: 'bytes', type: 'bytes' }],
    outputs: [{ name: 'sum', type: 'integer' }],
  },
  'test/spin': {
    description:
      'Logs `spinning`, then computes for ever without looking at any flag (in process: polls the cancel flag).',
  },
  'test/fail': {
    description:
      'Throws an error with the text `message` from a function named failing_function (or failingFunction).',
    parameters: [{ name: 'message', label: 'message', type: 'string', default: 'broken on purpose' }],
  },
  'test/crash': {
    description: 'Ends its worker or process at once (exit, trap, abort); in process: panics.',
  },
  'test/print': {
    description:
      'Prints the lines `printed one` and `printed two` with the plain print of the language (log where it has none), and `printed to stderr` to its error output.',
  },
  'test/progress': {
    description: 'Reports k / steps with the message `step k` for k from 1 to steps; gives `value` = steps.',
    outputs: [{ name: 'value', type: 'integer' }],
    parameters: [integer('steps', 4)],
  },
  'test/emits': {
    description: 'Emits `value` = 0, 1, … count − 1 one after another.',
    outputs: [{ name: 'value', type: 'integer' }],
    parameters: [integer('count', 3)],
  },
  'test/counter': {
    description: 'Stateful: begins at `start`, adds 1 at every call and gives `total`.',
    outputs: [{ name: 'total', type: 'integer' }],
    parameters: [integer('start', 0)],
    stateful: true,
  },
} satisfies Record<string, Shape>;

export type TestNodeType = keyof typeof SHAPES;

/** Type names of the nodes that every language provides for the contract suite. */
export const TEST_NODE_TYPES = Object.keys(SHAPES) as TestNodeType[];

/** The definition of one test node in a language; `runtime` adds module and handler where a runtime wants them. */
export function testDefinition(
  type: TestNodeType,
  language: Language,
  runtime: { module?: string; handler?: string } = {},
): NodeDefinition {
  return defineNode({
    type,
    version: 1,
    name: type,
    category: 'Test',
    inputs: [],
    outputs: [],
    parameters: [],
    purity: 'pure',
    ...SHAPES[type],
    runtime: { language, ...runtime },
  });
}
