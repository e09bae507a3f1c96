import type { ErrorData, JsonValue, NodeDefinition, OpenRequest } from '@atomiton/contracts';
import { canonicalJson } from './canonical-json.js';
import type { PlanNode } from './plan.js';
import type { World } from './services.js';

/** A node's parameters for one base folder: complete, paths absolute. */
export interface BoundParameters {
  readonly open: OpenRequest;
  /** Canonical text, part of the action key. */
  readonly text: string;
  /** A path that has no folder to start from. */
  readonly error: ErrorData | undefined;
}

/** Binds the parameters of a node whose definition is known. */
export function bindNode(node: PlanNode, baseFolder: string | undefined, world: World): BoundParameters {
  const definition = node.definition as NodeDefinition;
  if (node.pathParameters.length === 0) {
    const open = { node: node.id, definition, parameters: node.parameters };
    return { open, text: node.parameterText, error: undefined };
  }
  let error: ErrorData | undefined;
  const resolve = (path: JsonValue, name: string): JsonValue => {
    if (typeof path !== 'string' || path === '') return path;
    const absolute = world.resolvePath(baseFolder, path);
    if (absolute !== undefined) return absolute;
    error = {
      kind: 'validation',
      code: 'relative-path',
      message: `"${path}" is relative, and the blueprint has no folder yet to start from.`,
      node: node.id,
      port: name,
      hint: 'Save the blueprint, or choose an absolute path.',
    };
    return path;
  };
  const parameters = { ...node.parameters };
  for (const name of node.pathParameters) {
    const written = parameters[name] ?? null;
    parameters[name] = Array.isArray(written)
      ? written.map((item) => resolve(item, name))
      : resolve(written, name);
  }
  const open = { node: node.id, definition, parameters };
  return { open, text: canonicalJson(parameters), error };
}
