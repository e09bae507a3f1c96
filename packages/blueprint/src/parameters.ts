import type { JsonValue, NodeDefinition } from '@atomiton/contracts';

/**
 * The effective parameters of a node: exactly those its definition declares, in that order, defaults filled in.
 * Values are not checked (see `parameterProblem`).
 */
export function completeParameters(
  definition: NodeDefinition,
  parameters: Readonly<Record<string, JsonValue>>,
): Record<string, JsonValue> {
  const complete: Record<string, JsonValue> = {};
  for (const { name, default: fallback } of definition.parameters) {
    const given = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    complete[name] = given === undefined ? fallback : given;
  }
  return complete;
}
