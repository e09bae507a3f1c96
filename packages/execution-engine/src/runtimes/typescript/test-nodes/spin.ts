import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = ({ log }) => {
  log('info', 'spinning');
  for (let n = 0; ; n++) Math.sqrt(n);
};
