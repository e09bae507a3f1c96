import type { ErrorData, JsonValue, NodeDefinition, OpenRequest } from '@atomiton/contracts';
import { canonicalJson } from './canonical-json.js';
import type { PlanNode } from './plan.js';
import type { World } from './services.js';

type Parameters = Record<string, JsonValue>;

/** A node's parameters for one base folder: complete, paths absolute. */
export interface BoundParameters {
  readonly open: OpenRequest;
  /** Canonical text, part of the action key; with the base folder where a path may arrive over an edge. */
  readonly text: string;
  /** A path that has no folder to start from. */
  readonly error: ErrorData | undefined;
  /** Where relative paths that arrive over edges start from. */
  readonly baseFolder: string | undefined;
}

/** Makes the paths among a node's parameters absolute. */
export function absolutePaths(
  node: PlanNode,
  written: Parameters,
  baseFolder: string | undefined,
  world: World,
): { parameters: Parameters; error: ErrorData | undefined } {
  if (node.pathParameters.length === 0) return { parameters: written, error: undefined };
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
  const parameters = { ...written };
  for (const name of node.pathParameters) {
    const path = parameters[name] ?? null;
    parameters[name] = Array.isArray(path) ? path.map((item) => resolve(item, name)) : resolve(path, name);
  }
  return { parameters, error };
}

/** Binds the parameters of a node whose definition is known. */
export function bindNode(node: PlanNode, baseFolder: string | undefined, world: World): BoundParameters {
  const definition = node.definition as NodeDefinition;
  const { parameters, error } = absolutePaths(node, node.parameters, baseFolder, world);
  const open = { node: node.id, definition, parameters };
  let text = parameters === node.parameters ? node.parameterText : canonicalJson(parameters);
  const takesPath = node.fedParameters.some(({ spec }) => node.pathParameters.includes(spec.name));
  if (takesPath) text = `${text}\n${baseFolder ?? ''}`;
  return { open, text, error, baseFolder };
}
