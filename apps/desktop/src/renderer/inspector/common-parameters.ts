import type { NodeDefinition, ParameterSpec } from '@atomiton/contracts';

/** What of a specification decides how it is edited. */
function editedAs(spec: ParameterSpec): string {
  const { name, type, widget, choices, columns, unit } = spec;
  return JSON.stringify([name, type, widget, choices, columns, unit]);
}

/**
 * The parameters that all nodes have and that are edited alike. Limits may differ: those of the first node are said, and
 * each node checks its own.
 */
export function commonParameters(definitions: readonly (NodeDefinition | undefined)[]): ParameterSpec[] {
  const [first, ...others] = new Set(definitions);
  if (first === undefined) return [];
  const known = others.map((definition) => new Set(definition?.parameters.map(editedAs)));
  return first.parameters.filter((spec) => known.every((specs) => specs.has(editedAs(spec))));
}
