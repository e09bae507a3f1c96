import { defineNode } from '@atomiton/contracts';
import { DELIMITER, HEADER, RAGGED_ROWS } from '../delimited-text-definitions.js';

export const definition = defineNode({
  type: 'core/csv-reader',
  version: 1,
  name: 'CSV reader',
  category: 'Data',
  description:
    'Reads a delimited text file into a table. Finds delimiter, header and column types by itself. For files of many gigabytes use the Large CSV processor.',
  icon: 'file-text',
  keywords: ['read', 'load', 'import', 'tsv', 'delimited', 'spreadsheet'],
  inputs: [],
  outputs: [
    {
      name: 'table',
      type: 'table',
      description:
        'Columns of int64, double, bool or utf8. An empty cell is null; in quotes it is an empty text. Outside text columns spaces around a value do not count, and NA, N/A, null and NULL are null too.',
      columnsFrom: 'path',
    },
  ],
  parameters: [
    {
      name: 'path',
      label: 'File',
      type: 'file',
      default: '',
      required: true,
      widget: 'file',
      extensions: ['csv', 'tsv', 'txt'],
      placeholder: 'data/sales.csv',
      prominent: true,
    },
    HEADER,
    DELIMITER,
    {
      name: 'nullValues',
      label: 'Read as missing',
      description: 'Cells with exactly this text become null in every column, as empty cells do.',
      type: 'list<string>',
      default: [],
      max: 20,
      placeholder: 'NA',
      widget: 'list',
    },
    RAGGED_ROWS,
  ],
  runtime: { language: 'typescript' },
  purity: 'reads-world',
  reads: ['path'],
  display: 'table',
});
