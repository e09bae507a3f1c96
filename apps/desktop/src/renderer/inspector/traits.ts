import type { NodeDefinition } from '@atomiton/contracts';
import { messages } from '../messages';

/** What sets a node type apart, in words: parallel, streams, GPU, stateful, and its purity. */
export function traitsOf(definition: NodeDefinition): string[] {
  const { performance, purity, stateful } = definition;
  const traits: string[] = [];
  if (performance.parallelizable === true) traits.push(messages.traits.parallel);
  if (performance.streamable === true) traits.push(messages.traits.streams);
  if (performance.preferGPU === true) traits.push(messages.traits.gpu);
  if (stateful) traits.push(messages.traits.stateful);
  traits.push(messages.traits[purity]);
  return traits;
}
