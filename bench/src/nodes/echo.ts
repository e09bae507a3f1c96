import type { RunNode } from '@atomiton/contracts';

/** Gives its input back. */
export const run: RunNode = ({ inputs: { value } }) => (value === undefined ? undefined : { value });
