import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = () => {
  process.exit(3);
};
