import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/select-filter',
  version: 1,
  name: 'Select and filter',
  category: 'Data',
  description:
    'Keeps the rows of a table for which a CEL expression is true, and the columns that are named.',
  icon: 'filter',
  keywords: ['where', 'query', 'columns', 'rows', 'cel', 'expression', 'table'],
  inputs: [{ name: 'table', type: 'table', label: 'Table', description: 'The rows to choose from.' }],
  outputs: [
    {
      name: 'table',
      type: 'table',
      description: 'The rows for which the filter is true.',
      columnsFrom: 'table',
    },
    { name: 'rows', type: 'integer', description: 'How many rows are left.' },
  ],
  parameters: [
    {
      name: 'columns',
      label: 'Columns',
      description: 'The columns to keep, in this order; empty keeps all. The filter sees every column.',
      type: 'list<string>',
      default: [],
      max: 10_000,
      widget: 'list',
      columnsOf: 'table',
      prominent: true,
    },
    {
      name: 'filter',
      label: 'Filter',
      description:
        'CEL, one row at a time: delay > 15 && carrier == "UA". Columns with other names are row["any name"]; empty keeps every row.',
      type: 'string',
      default: '',
      max: 10_000,
      placeholder: 'delay > 15 && carrier == "UA"',
      widget: 'expression',
      columnsOf: 'table',
      prominent: true,
    },
  ],
  runtime: { language: 'typescript' },
  purity: 'pure',
  display: 'table',
});
