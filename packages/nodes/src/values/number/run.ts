import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = ({ parameters }) => ({
  number: { kind: 'json', json: parameters.value ?? 0 },
});
