import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = ({ parameters }) => ({
  text: { kind: 'json', json: parameters.value ?? '' },
});
