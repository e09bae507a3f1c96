import type { JsonValue, Value } from '@atomiton/contracts';
import { actionKey } from './action-key.js';
import type { BoundParameters } from './bound-parameters.js';
import type { Flight } from './flight.js';
import { inputIdentities, sameInputs } from './gather-inputs.js';
import type { KindState, KindStates } from './kind-state.js';
import type { PlanNode } from './plan.js';
import type { CachedResult, ResultCache } from './result-cache.js';
import type { EngineServices } from './services.js';

type Values = readonly (Value | undefined)[];

/** Finds results of earlier calls for the nodes of one run, and keeps the new ones. */
export class ResultLookup {
  constructor(
    private readonly cache: ResultCache,
    private readonly kinds: KindStates,
    private readonly values: Values,
    private readonly services: EngineServices,
  ) {}

  get isOn(): boolean {
    return this.cache.enabled;
  }

  /** The result of the last run, when everything it was made of is the same; without a hash. */
  recall(node: PlanNode, kind: KindState, bound: BoundParameters, world: string): CachedResult | undefined {
    const { memo } = node;
    if (
      memo === undefined ||
      !memo.result.alive ||
      memo.parameterText !== bound.text ||
      memo.world !== world ||
      memo.implementation !== this.kinds.implementationOf(kind) ||
      !sameInputs(node, this.values, memo.identities)
    ) {
      return undefined;
    }
    this.cache.touch(memo.result);
    return memo.result;
  }

  /** Gives a flight its action key; the result known under it, if there is one. */
  find(flight: Flight, kind: KindState, bound: BoundParameters, world: string): CachedResult | undefined {
    if (this.kinds.implementationOf(kind) === '') return undefined;
    const { node } = flight;
    flight.world = world;
    flight.key = actionKey(node, kind.prefix, bound.text, this.values, world, this.services.hash);
    const result = this.cache.get(flight.key);
    if (result === undefined) return undefined;
    this.cache.touch(result);
    this.remember(node, kind, bound, world, result);
    return result;
  }

  /** Keeps the outputs of a flight that went well. */
  keep(
    flight: Flight,
    kind: KindState,
    bound: BoundParameters,
    outputs: readonly (Value | undefined)[],
  ): void {
    const result = this.cache.put(flight.key, outputs);
    if (result !== undefined) this.remember(flight.node, kind, bound, flight.world, result);
  }

  /** What a `reads-world` node depends on outside, as a text; '' where it cannot be told. Never rejects. */
  async fingerprint({ node, request, openRequest }: Flight): Promise<string> {
    const paths = readPaths(node, request.parameters ?? openRequest.parameters, request.inputs);
    if (paths.length === 0) return '';
    try {
      return await this.services.world.fingerprint(paths);
    } catch {
      return '';
    }
  }

  private remember(
    node: PlanNode,
    kind: KindState,
    bound: BoundParameters,
    world: string,
    result: CachedResult,
  ): void {
    const implementation = this.kinds.implementationOf(kind);
    const identities = inputIdentities(node, this.values);
    node.memo = { result, implementation, parameterText: bound.text, world, identities };
  }
}

/** The paths that decide what a `reads-world` node gives. */
function readPaths(
  node: PlanNode,
  parameters: Readonly<Record<string, JsonValue>>,
  inputs: Readonly<Record<string, Value>>,
): string[] {
  const paths: string[] = [];
  const add = (json: JsonValue | undefined): void => {
    if (typeof json === 'string' && json !== '') paths.push(json);
    else if (Array.isArray(json)) for (const item of json) add(item);
  };
  for (const name of node.definition?.reads ?? []) {
    const input = inputs[name];
    if (input === undefined) add(parameters[name]);
    else if (input.kind === 'file') paths.push(input.path);
    else if (input.kind === 'json') add(input.json);
  }
  return paths;
}
