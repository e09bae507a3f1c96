import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/preview',
  version: 1,
  name: 'Preview',
  category: 'Show',
  description:
    'Shows any value: a table as rows, an image as a picture, everything else as text. Passes it on unchanged.',
  icon: 'eye',
  keywords: ['show', 'inspect', 'view', 'debug'],
  inputs: [{ name: 'value', type: 'any', description: 'What to show.' }],
  outputs: [{ name: 'value', type: 'any', description: 'The same value.' }],
  parameters: [],
  runtime: { language: 'typescript', cheap: true },
  purity: 'pure',
  display: 'value',
});
