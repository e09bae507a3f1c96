import type { RunNode } from '@atomiton/contracts';

const PATTERN = Uint8Array.from({ length: 1024 * 1024 }, (_, index) => index & 255);

export const run: RunNode = async ({ parameters, allocate }) => {
  const megabytes = Number(parameters.megabytes);
  const bytes = await allocate(megabytes * PATTERN.length);
  for (let n = 0; n < megabytes; n++) bytes.set(PATTERN, n * PATTERN.length);
  return { bytes: { kind: 'bytes', bytes } };
};
