import type { RunNode } from '@atomiton/contracts';

export const run: RunNode = ({ parameters, progress }) => {
  const steps = Number(parameters.steps);
  for (let k = 1; k <= steps; k++) progress(k / steps, `step ${k}`);
  return { value: { kind: 'json', json: steps } };
};
