import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = ({ inputs: { bytes } }) => {
  if (bytes?.kind !== 'bytes') throw new Error('bytes expected');
  let sum = 0;
  for (const byte of bytes.bytes) sum += byte;
  return { sum: { kind: 'json', json: sum } };
};
