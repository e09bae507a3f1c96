import type { PlanNode } from './plan.js';

/**
 * The action key of a node (decision 18): SHA-256 over type, version, implementation hash, canonical parameters and
 * the identities of its inputs in port order, and over the fingerprint of what a `reads-world` node reads.
 * Equal keys mean equal results; names of nodes and places on the canvas are not part of it.
 */
export function actionKey(
  node: PlanNode,
  implementation: string,
  parameterText: string,
  identities: readonly string[],
  world: string,
  hash: (text: string) => string,
): string {
  const { definition } = node;
  let text = `${definition?.type}\n${definition?.version}\n${implementation}\n${parameterText}\n`;
  let position = 0;
  for (const binding of node.inputs) {
    for (let item = 0; item < binding.sources.length; item++) {
      text += `${binding.port.name}=${identities[position++]}\n`;
    }
  }
  for (const { spec } of node.fedParameters) text += `${spec.name}=${identities[position++]}\n`;
  return hash(world === '' ? text : `${text}world=${world}\n`);
}
