import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = ({ inputs }) => {
  const { value } = inputs;
  return value === undefined ? undefined : { value };
};
