import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = async () => {
  console.log('printed one');
  process.stdout.write('printed ');
  await new Promise((resolve) => setImmediate(resolve));
  process.stdout.write('two');
  console.error('printed to stderr');
  return undefined;
};
