import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/text-template',
  version: 1,
  name: 'Text template',
  category: 'Text',
  description:
    'Fills {{placeholders}} of a text: {{0}}, {{1}} … name the values in order, {{0.mean}} or {{mean}} a field of a JSON value.',
  icon: 'text-quote',
  keywords: ['format', 'string', 'placeholder', 'report', 'interpolate'],
  inputs: [
    {
      name: 'values',
      type: 'json',
      list: true,
      required: false,
      description: 'Values for the placeholders, in the order of their numbers.',
    },
  ],
  outputs: [{ name: 'text', type: 'string', description: 'The filled text.' }],
  parameters: [
    {
      name: 'template',
      label: 'Template',
      description: 'Write {{{{ for two literal braces.',
      type: 'string',
      default: '{{0}}',
      min: 1,
      max: 1_000_000,
      required: true,
      widget: 'multiline',
      prominent: true,
    },
  ],
  runtime: { language: 'typescript', cheap: true },
  purity: 'pure',
  display: 'value',
});
