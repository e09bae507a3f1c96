import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = ({ parameters }) => failingFunction(String(parameters.message));

function failingFunction(message: string): undefined {
  throw new Error(message);
}
