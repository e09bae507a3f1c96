import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/gaussian-blur',
  version: 1,
  name: 'Gaussian blur',
  category: 'Images',
  description:
    'Blurs an image with a Gaussian. Pixels at the edge are repeated outwards; transparent pixels lend no colour.',
  icon: 'droplets',
  keywords: ['blur', 'smooth', 'soften', 'filter', 'denoise', 'low-pass'],
  inputs: [{ name: 'image', type: 'image' }],
  outputs: [{ name: 'image', type: 'image' }],
  parameters: [
    {
      name: 'sigma',
      label: 'Sigma',
      description: 'Standard deviation of the Gaussian; 0 leaves the image as it is.',
      type: 'number',
      default: 4,
      min: 0,
      max: 100,
      step: 0.5,
      unit: 'px',
      widget: 'slider',
      prominent: true,
    },
  ],
  runtime: { language: 'wasm', module: 'image' },
  purity: 'pure',
  resources: { cpuCores: 1 },
  display: 'image',
});
