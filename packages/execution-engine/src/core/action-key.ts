import type { NodeDefinition, Value } from '@atomiton/contracts';
import type { InputBinding, ParameterBinding } from './input-binding.js';
import type { PlanNode } from './plan.js';

/** The part of an action key that all nodes of one definition share. */
export function keyPrefix(definition: NodeDefinition, implementation: string): string {
  return `${definition.type}\n${definition.version}\n${implementation}\n`;
}

/**
 * The action key of a node (decision 18): SHA-256 over type, version, implementation hash, canonical parameters and
 * the identities of its inputs in port order, and over the fingerprint of what a `reads-world` node reads.
 * Equal keys mean equal results; names of nodes and places on the canvas are not part of it.
 */
export function actionKey(
  node: PlanNode,
  prefix: string,
  parameterText: string,
  values: readonly (Value | undefined)[],
  world: string,
  hash: (text: string) => string,
): string {
  let text = `${prefix}${parameterText}\n`;
  for (let place = 0; place < node.inputs.length; place++) {
    const { port, sources } = node.inputs[place] as InputBinding;
    for (const source of sources) text += `${port.name}=${values[source.slot]?.identity ?? ''}\n`;
  }
  for (let place = 0; place < node.fedParameters.length; place++) {
    const { spec, source } = node.fedParameters[place] as ParameterBinding;
    text += `${spec.name}=${values[source.slot]?.identity ?? ''}\n`;
  }
  return hash(world === '' ? text : `${text}world=${world}\n`);
}
