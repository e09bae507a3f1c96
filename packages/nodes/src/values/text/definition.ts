import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/text',
  version: 1,
  name: 'Text',
  category: 'Values',
  description: 'Text typed in by hand, to feed inputs and parameters of other nodes.',
  icon: 'type',
  keywords: ['constant', 'value', 'string'],
  inputs: [],
  outputs: [{ name: 'text', type: 'string', description: 'The text.' }],
  parameters: [
    {
      name: 'value',
      label: 'Text',
      type: 'string',
      default: '',
      max: 1_000_000,
      widget: 'multiline',
      connectable: false,
      prominent: true,
    },
  ],
  runtime: { language: 'typescript', cheap: true },
  purity: 'pure',
  display: 'value',
});
