import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/number',
  version: 1,
  name: 'Number',
  category: 'Values',
  description: 'A number typed in by hand, to feed inputs and parameters of other nodes.',
  icon: 'hash',
  keywords: ['constant', 'value', 'scalar'],
  inputs: [],
  outputs: [{ name: 'number', type: 'number', description: 'The number.' }],
  parameters: [
    {
      name: 'value',
      label: 'Value',
      type: 'number',
      default: 0,
      widget: 'number',
      connectable: false,
      prominent: true,
    },
  ],
  runtime: { language: 'typescript', cheap: true },
  purity: 'pure',
  display: 'value',
});
