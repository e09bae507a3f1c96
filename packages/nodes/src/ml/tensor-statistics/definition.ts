import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/tensor-statistics',
  version: 1,
  name: 'Tensor statistics',
  category: 'Machine learning',
  description:
    'Count, mean, standard deviation, quartiles, extremes and histogram of a tensor, of each channel of an image, or of numeric columns of a table. NaN, infinite and missing values are counted and left out.',
  icon: 'sigma',
  keywords: ['mean', 'median', 'std', 'quantile', 'histogram', 'describe', 'summary', 'numpy'],
  inputs: [{ name: 'data', type: 'any', label: 'Data', description: 'A tensor, an image or a table.' }],
  outputs: [
    {
      name: 'statistics',
      type: 'json',
      description:
        '{columns: {name: {count, mean, std, min, q25, median, q75, max, missing, nan, infinite, histogram: {edges, counts}}}}; of a single series its fields stand at the top, too.',
    },
    { name: 'table', type: 'table', description: 'The same with one row a series, without histograms.' },
  ],
  parameters: [
    {
      name: 'columns',
      label: 'Columns',
      description: 'Of a table: the columns to look at; empty takes all numeric ones.',
      type: 'list<string>',
      default: [],
      max: 1000,
      widget: 'list',
      prominent: true,
    },
    {
      name: 'bins',
      label: 'Histogram bins',
      type: 'integer',
      default: 20,
      min: 1,
      max: 10_000,
      widget: 'number',
    },
  ],
  runtime: { language: 'python', module: 'core/tensor_statistics' },
  purity: 'pure',
  resources: { cpuCores: 1 },
  display: 'value',
});
