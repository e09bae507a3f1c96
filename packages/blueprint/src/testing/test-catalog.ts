import { type Catalog, defineNode, type NodeDefinitionInput } from '@atomiton/contracts';

type Part = Pick<NodeDefinitionInput, 'type'> & Partial<NodeDefinitionInput>;

function define(part: Part): NodeDefinitionInput {
  return {
    version: 1,
    name: part.type.slice(part.type.indexOf('/') + 1),
    category: 'Test',
    description: '',
    inputs: [],
    outputs: [],
    parameters: [],
    runtime: { language: 'typescript' },
    purity: 'pure',
    ...part,
  };
}

/** A small catalog with every kind of port. */
export const testCatalog: Catalog = new Map(
  [
    define({
      type: 'test/reader',
      version: 2,
      outputs: [
        { name: 'table', type: 'table' },
        { name: 'rows', type: 'integer' },
      ],
      parameters: [
        { name: 'path', label: 'File', type: 'file', default: '', required: true },
        { name: 'header', label: 'Header', type: 'boolean', default: true, connectable: false },
      ],
    }),
    define({
      type: 'test/chart',
      inputs: [
        { name: 'table', label: 'Table', type: 'table' },
        { name: 'title', type: 'string', required: false },
        { name: 'scale', type: 'number', default: 1 },
      ],
      outputs: [{ name: 'chart', type: 'json' }],
      parameters: [{ name: 'limit', label: 'Limit', type: 'number', default: 10, min: 1 }],
    }),
    define({
      type: 'test/merge',
      inputs: [{ name: 'items', label: 'Items', type: 'number', list: true }],
      outputs: [{ name: 'sum', type: 'number' }],
    }),
    define({
      type: 'test/number',
      outputs: [{ name: 'value', type: 'number' }],
      parameters: [{ name: 'value', label: 'Value', type: 'number', default: 0 }],
    }),
  ].map((definition) => [definition.type, defineNode(definition)]),
);
