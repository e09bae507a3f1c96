import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = async ({ parameters, emit }) => {
  const count = Number(parameters.count);
  for (let n = 0; n < count; n++) await emit({ value: { kind: 'json', json: n } });
  return undefined;
};
