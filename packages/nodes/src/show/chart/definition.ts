import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/chart',
  version: 1,
  name: 'Chart',
  category: 'Show',
  description: 'Draws columns of a table as bars, a line or points.',
  icon: 'chart-column',
  keywords: ['plot', 'graph', 'bar', 'line', 'scatter', 'visualise'],
  inputs: [{ name: 'table', type: 'table', description: 'The rows to draw.' }],
  outputs: [
    {
      name: 'chart',
      type: 'json',
      description: '{kind, title, x: {label, values}, series: [{name, values}]}',
    },
  ],
  parameters: [
    {
      name: 'kind',
      label: 'Kind',
      type: 'string',
      default: 'bar',
      choices: [
        { value: 'bar', label: 'Bars' },
        { value: 'line', label: 'Line' },
        { value: 'scatter', label: 'Points' },
      ],
      widget: 'select',
      prominent: true,
    },
    {
      name: 'x',
      label: 'X column',
      description: 'Empty: the first column.',
      type: 'string',
      default: '',
      placeholder: 'first column',
      widget: 'text',
      prominent: true,
    },
    {
      name: 'y',
      label: 'Y columns',
      description: 'Numeric columns; empty: the first numeric column that is not X.',
      type: 'list<string>',
      default: [],
      max: 12,
      widget: 'list',
      prominent: true,
    },
    { name: 'title', label: 'Title', type: 'string', default: '', max: 200, widget: 'text' },
  ],
  runtime: { language: 'typescript' },
  purity: 'pure',
  display: 'chart',
});
