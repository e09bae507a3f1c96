import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeDefinitionInput } from '@atomiton/contracts';

const CITIES = [
  'Bergen',
  'Bologna',
  'Busan',
  'Cádiz',
  'Cork',
  'Delft',
  'Ghent',
  'Graz',
  'Lima',
  'Lyon',
  'Oslo',
  'Porto',
  'Riga',
  'Split',
];

/** A node with every widget, and a smaller one that shares some of its parameters. */
const WIDGETS: NodeDefinitionInput = {
  type: 'test/widgets',
  version: 1,
  name: 'Widgets',
  category: 'Test',
  description: 'Has a parameter for every widget.',
  inputs: [
    { name: 'table', type: 'table', required: false, description: 'Rows whose columns may be named.' },
  ],
  outputs: [{ name: 'text', type: 'string', description: 'What was set.' }],
  parameters: [
    { name: 'title', label: 'Title', type: 'string', default: '', max: 12, widget: 'text' },
    {
      name: 'count',
      label: 'Count',
      type: 'integer',
      default: 5,
      min: 1,
      max: 10,
      unit: 'rows',
      description: 'How many rows are kept.',
    },
    {
      name: 'ratio',
      label: 'Ratio',
      type: 'number',
      default: 0.5,
      min: 0,
      max: 1,
      step: 0.1,
      widget: 'slider',
    },
    { name: 'notes', label: 'Notes', type: 'string', default: '', widget: 'multiline' },
    { name: 'exact', label: 'Exact', type: 'boolean', default: false },
    {
      name: 'kind',
      label: 'Kind',
      type: 'string',
      default: 'bar',
      choices: [
        { value: 'bar', label: 'Bars' },
        { value: 'line', label: 'Line' },
      ],
    },
    {
      name: 'city',
      label: 'City',
      type: 'string',
      default: 'Oslo',
      choices: CITIES.map((city) => ({ value: city, label: city })),
    },
    { name: 'source', label: 'Source', type: 'file', default: '', extensions: ['csv'] },
    { name: 'folder', label: 'Folder', type: 'file', default: '', widget: 'folder' },
    { name: 'tint', label: 'Tint', type: 'string', default: '#1a62d0', widget: 'color' },
    { name: 'tags', label: 'Tags', type: 'list<string>', default: [] },
    {
      name: 'limits',
      label: 'Limits',
      type: 'json',
      default: [],
      widget: 'table',
      columns: [
        { name: 'name', label: 'Name', type: 'string' },
        { name: 'value', label: 'Value', type: 'number' },
      ],
    },
    { name: 'records', label: 'Records', type: 'json', default: [], widget: 'table' },
    { name: 'options', label: 'Options', type: 'json', default: { strict: true } },
    {
      name: 'filter',
      label: 'Filter',
      type: 'string',
      default: '',
      widget: 'expression',
      columnsOf: 'table',
    },
    { name: 'rule', label: 'Rule', type: 'string', default: '', widget: 'expression' },
    { name: 'script', label: 'Script', type: 'string', default: '', widget: 'javascript' },
    { name: 'column', label: 'Column', type: 'string', default: '', widget: 'column', columnsOf: 'table' },
  ],
  runtime: { language: 'python', module: 'test/echo' },
  purity: 'pure',
};

const FEWER: NodeDefinitionInput = {
  ...WIDGETS,
  type: 'test/fewer-widgets',
  name: 'Fewer widgets',
  parameters: WIDGETS.parameters.filter(({ name }) =>
    ['title', 'count', 'exact', 'tags', 'filter'].includes(name),
  ),
};

/** Writes the definitions into `folder`. @returns the environment with which the host knows them */
export function widgetNodes(folder: string): Record<string, string> {
  const path = join(folder, 'widget-definitions.json');
  writeFileSync(path, JSON.stringify([WIDGETS, FEWER]));
  return { ATOMITON_TEST_DEFINITIONS: path };
}
