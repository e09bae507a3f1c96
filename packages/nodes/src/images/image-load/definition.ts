import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/image-load',
  version: 1,
  name: 'Image load',
  category: 'Images',
  description:
    'Reads a PNG or JPEG file into pixels: red, green, blue and alpha of 8 bits each, photographs turned upright. At most 64 megapixels.',
  icon: 'image',
  keywords: ['read', 'open', 'png', 'jpeg', 'jpg', 'photo', 'picture'],
  inputs: [],
  outputs: [{ name: 'image', type: 'image' }],
  parameters: [
    {
      name: 'path',
      label: 'File',
      type: 'file',
      default: '',
      required: true,
      widget: 'file',
      placeholder: 'pictures/harbour.png',
      prominent: true,
    },
  ],
  runtime: { language: 'wasm', module: 'image' },
  purity: 'reads-world',
  reads: ['path'],
  resources: { cpuCores: 1 },
  display: 'image',
});
