import type { RunNode } from '@atomiton/contracts';

/** The number of bytes it was given. */
export const run: RunNode = ({ inputs: { value } }) => ({
  value: { kind: 'json', json: value?.kind === 'bytes' ? value.bytes.byteLength : 0 },
});
