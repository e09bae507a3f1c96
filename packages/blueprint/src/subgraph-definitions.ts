import {
  type Blueprint,
  type Catalog,
  INPUT_BOUNDARY,
  type InputPort,
  instanceType,
  type NodeDefinition,
  type NodeEffect,
  type ParameterSpec,
  parseSourceRef,
  parseTargetRef,
  type Subgraph,
  type SubgraphInput,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { targetPort } from './ports.js';
import { INPUTS_TYPE, OUTPUTS_TYPE, subgraphAt } from './subgraph-levels.js';
import { subgraphOrder } from './subgraph-order.js';

function ownDefinition(
  parts: Pick<NodeDefinition, 'type' | 'name' | 'description' | 'inputs' | 'outputs' | 'parameters'> &
    Partial<NodeDefinition>,
): NodeDefinition {
  return {
    version: 1,
    category: 'Subgraphs',
    icon: 'workflow',
    keywords: [],
    runtime: { language: 'typescript', cheap: false },
    performance: {},
    purity: 'pure',
    effects: [],
    reads: [],
    stateful: false,
    resources: {},
    display: 'none',
    ...parts,
  };
}

/** The targets that each input of the interface feeds, in order. */
function usesByInput(subgraph: Subgraph): Map<string, string[]> {
  const uses = new Map<string, string[]>();
  for (const to of sortedKeys(subgraph.edges)) {
    const { node, port } = parseSourceRef(subgraph.edges[to]?.from ?? '');
    if (node !== INPUT_BOUNDARY) continue;
    const present = uses.get(port);
    if (present === undefined) uses.set(port, [to]);
    else present.push(to);
  }
  return uses;
}

/** The inner parameter that an input stands for: where everything it feeds is a parameter, the first of them. */
function exposed(
  subgraph: Subgraph,
  uses: readonly string[],
  catalog: Catalog,
): { spec: ParameterSpec; own: ParameterSpec['default'] | undefined } | undefined {
  let first: { spec: ParameterSpec; own: ParameterSpec['default'] | undefined } | undefined;
  for (const to of uses) {
    const { node: id, port } = parseTargetRef(to);
    const node = Object.hasOwn(subgraph.nodes, id) ? subgraph.nodes[id] : undefined;
    const definition = node === undefined ? undefined : catalog.get(node.type);
    const target = definition === undefined ? undefined : targetPort(definition, port);
    if (node === undefined || target?.kind !== 'parameter') return undefined;
    const own = Object.hasOwn(node.parameters, port) ? node.parameters[port] : undefined;
    first ??= { spec: target.parameter, own };
  }
  return first;
}

const PURITIES = ['pure', 'reads-world', 'writes-world'] as const;

/**
 * What the nodes inside do to the world, all of it: the strongest purity, every effect once, and the inputs of the
 * interface that say which files are read or what would be done. Nodes that are muted or bypassed do nothing.
 */
function effectsInside(
  subgraph: Subgraph,
  uses: ReadonlyMap<string, readonly string[]>,
  catalog: Catalog,
): Pick<NodeDefinition, 'purity' | 'reads' | 'effects' | 'stateful'> {
  const inputsOf = new Map<string, string[]>();
  for (const [name, targets] of uses) {
    if (!Object.hasOwn(subgraph.inputs, name)) continue;
    for (const to of targets) {
      const { node, port } = parseTargetRef(to);
      const ref = `${node}.${port}`;
      inputsOf.set(ref, [...(inputsOf.get(ref) ?? []), name]);
    }
  }
  let strongest = 0;
  let stateful = false;
  const reads = new Set<string>();
  const effects = new Map<NodeEffect['kind'], Set<string>>();
  for (const id of sortedKeys(subgraph.nodes)) {
    const node = subgraph.nodes[id];
    const definition = node?.mode === 'active' ? catalog.get(node.type) : undefined;
    if (definition === undefined) continue;
    const shown = (names: readonly string[]): string[] =>
      names.flatMap((name) => inputsOf.get(`${id}.${name}`) ?? []);
    strongest = Math.max(strongest, PURITIES.indexOf(definition.purity));
    stateful ||= definition.stateful;
    for (const name of shown(definition.reads)) reads.add(name);
    for (const { kind, shows } of definition.effects) {
      const names = effects.get(kind) ?? new Set();
      for (const name of shown(shows)) names.add(name);
      effects.set(kind, names);
    }
  }
  return {
    purity: PURITIES[strongest] ?? 'writes-world',
    reads: [...reads].sort(),
    effects: [...effects].map(([kind, names]) => ({ kind, shows: [...names].sort() })),
    stateful,
  };
}

function inputPort(name: string, input: SubgraphInput): InputPort {
  return {
    name,
    type: input.type,
    required: input.required ?? true,
    list: false,
    lazy: false,
    ...(input.default === undefined ? {} : { default: input.default }),
    ...(input.description === undefined ? {} : { description: input.description }),
  };
}

/**
 * What a subgraph is to those who use it. An input that feeds nothing but parameters is a parameter of the instances:
 * it has the form, limits and units of the first of them, and its value there as default.
 */
export function instanceDefinition(id: string, subgraph: Subgraph, catalog: Catalog): NodeDefinition {
  const uses = usesByInput(subgraph);
  const inputs: InputPort[] = [];
  const parameters: ParameterSpec[] = [];
  for (const [name, input] of Object.entries(subgraph.inputs)) {
    const found = exposed(subgraph, uses.get(name) ?? [], catalog);
    if (found === undefined) {
      inputs.push(inputPort(name, input));
      continue;
    }
    const { spec, own } = found;
    parameters.push({
      ...spec,
      name,
      label: typeof input.label === 'string' ? input.label : spec.label,
      default: input.default ?? own ?? spec.default,
      connectable: true,
      prominent: true,
      ...(input.description === undefined ? {} : { description: input.description }),
    });
  }
  return ownDefinition({
    type: instanceType(id),
    name: subgraph.name.slice(0, 80) || id,
    description: subgraph.description ?? '',
    inputs,
    outputs: Object.entries(subgraph.outputs).map(([name, { type, description }]) => ({
      name,
      type,
      cacheable: true,
      ...(description === undefined ? {} : { description }),
    })),
    parameters,
    ...effectsInside(subgraph, uses, catalog),
  });
}

/** The catalog and a definition for every subgraph of the document; the catalog itself where it has none. */
export function withSubgraphs(blueprint: Blueprint, catalog: Catalog): Catalog {
  if (blueprint.subgraphs === undefined) return catalog;
  const full = new Map(catalog);
  for (const id of subgraphOrder(blueprint).order) {
    const subgraph = subgraphAt(blueprint, id);
    if (subgraph !== undefined) full.set(instanceType(id), instanceDefinition(id, subgraph, full));
  }
  return full;
}

/** The catalog for the inside of a subgraph: with the two ends of its interface. */
export function levelCatalog(subgraph: Subgraph, full: Catalog): Catalog {
  const inside = new Map(full);
  const nothing = { description: '', inputs: [], outputs: [], parameters: [] };
  const outputs = Object.entries(subgraph.inputs).map(([name, { type }]) => ({
    name,
    type,
    cacheable: true,
  }));
  inside.set(INPUTS_TYPE, ownDefinition({ ...nothing, type: INPUTS_TYPE, name: 'Inputs', outputs }));
  const inputs = Object.entries(subgraph.outputs).map(([name, { type }]) =>
    inputPort(name, { type, required: false }),
  );
  inside.set(OUTPUTS_TYPE, ownDefinition({ ...nothing, type: OUTPUTS_TYPE, name: 'Outputs', inputs }));
  return inside;
}
