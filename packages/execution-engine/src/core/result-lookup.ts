import type { JsonValue, Value } from '@atomiton/contracts';
import { actionKey } from './action-key.js';
import type { BoundParameters } from './bound-parameters.js';
import { inputIdentities, sameInputs } from './gather-inputs.js';
import type { KindState, KindStates } from './kind-state.js';
import type { PlanNode } from './plan.js';
import type { CachedResult, ResultCache } from './result-cache.js';
import type { EngineServices } from './services.js';

type Values = readonly (Value | undefined)[];

/** Finds results of earlier calls for the nodes of one run, and keeps the new ones. */
export class ResultLookup {
  readonly isOn: boolean;
  /** By node: the action key under which its result will be kept. */
  private readonly keys: (string | undefined)[];
  /** By node: the fingerprint that is part of its key. */
  private readonly worlds = new Map<number, string>();

  constructor(
    private readonly cache: ResultCache,
    private readonly kinds: KindStates,
    private readonly values: Values,
    private readonly services: EngineServices,
    nodeCount: number,
  ) {
    this.isOn = cache.enabled;
    this.keys = new Array<string | undefined>(cache.enabled ? nodeCount : 0).fill(undefined);
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

  /** The result known under the action key of a node; without one, `keep` will use the key. */
  find(node: PlanNode, kind: KindState, bound: BoundParameters, world: string): CachedResult | undefined {
    if (this.kinds.implementationOf(kind) === '') return undefined;
    const key = actionKey(node, kind.prefix, bound.text, this.values, world, this.services.hash);
    const result = this.cache.get(key);
    if (result === undefined) {
      this.keys[node.index] = key;
      if (world !== '') this.worlds.set(node.index, world);
      return undefined;
    }
    this.cache.touch(result);
    this.remember(node, kind, bound, world, result);
    return result;
  }

  /** Keeps the outputs of a node that was looked for and then ran. */
  keep(
    node: PlanNode,
    kind: KindState,
    bound: BoundParameters,
    outputs: readonly (Value | undefined)[],
  ): void {
    const result = this.cache.put(this.keys[node.index] as string, outputs);
    if (result !== undefined) this.remember(node, kind, bound, this.worlds.get(node.index) ?? '', result);
  }

  /** Whether the result of a node is to be kept. */
  isKept(index: number): boolean {
    return this.isOn && this.keys[index] !== undefined;
  }

  /** What a `reads-world` node depends on outside, as a text; '' where it cannot be told. Never rejects. */
  async fingerprint(node: PlanNode, bound: BoundParameters): Promise<string> {
    const written = readPaths(node, bound.open.parameters, this.values);
    if (written.length === 0) return '';
    const { world } = this.services;
    try {
      return await world.fingerprint(
        written.map((path) => world.resolvePath(bound.baseFolder, path) ?? path),
      );
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

/** The paths that decide what a `reads-world` node gives, from its inputs where those are connected. */
function readPaths(
  node: PlanNode,
  parameters: Readonly<Record<string, JsonValue>>,
  values: Values,
): string[] {
  const paths: string[] = [];
  const addJson = (json: JsonValue | undefined): void => {
    if (typeof json === 'string' && json !== '') paths.push(json);
    else if (Array.isArray(json)) for (const item of json) addJson(item);
  };
  for (const name of node.definition?.reads ?? []) {
    const fed = node.fedParameters.find(({ spec }) => spec.name === name);
    const sources =
      fed === undefined ? node.inputs.find(({ port }) => port.name === name)?.sources : [fed.source];
    let isGiven = false;
    for (const { slot } of sources ?? []) {
      const value = values[slot];
      if (value?.kind === 'file') paths.push(value.path);
      else if (value?.kind === 'json') addJson(value.json);
      isGiven ||= value !== undefined;
    }
    if (!isGiven) addJson(parameters[name]);
  }
  return paths;
}
