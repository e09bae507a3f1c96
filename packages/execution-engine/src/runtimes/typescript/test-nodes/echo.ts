import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = ({ inputs: { value } }) => {
  if (value === undefined) throw new Error('value expected');
  return { value };
};
