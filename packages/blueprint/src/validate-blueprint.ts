import {
  type Blueprint,
  type BlueprintNode,
  type Catalog,
  type Diagnostic,
  type Edge,
  INPUT_BOUNDARY,
  instanceOf,
  OUTPUT_BOUNDARY,
  parseSourceRef,
  type Subgraph,
} from '@atomiton/contracts';
import { compareText, sortedKeys } from './compare.js';
import { cycleText } from './cycles.js';
import { type FlatBlueprint, flatten } from './flatten.js';
import { levelCatalog, withSubgraphs } from './subgraph-definitions.js';
import { levelBlueprint, subgraphAt } from './subgraph-levels.js';
import { type SubgraphOrder, subgraphOrder } from './subgraph-order.js';
import { validateGraph } from './validate-graph.js';

/** What only shows when the levels are looked at together. */
const ACROSS_LEVELS: ReadonlySet<string> = new Set(['cycle', 'port-type-mismatch', 'missing-input']);

/**
 * Every problem of a document once, in order of level, node and port: of the blueprint itself, of every subgraph
 * (`in`), and those that only show with the subgraphs in place. Linear in the document and in what its instances come to.
 */
export function validateBlueprint(blueprint: Blueprint, catalog: Catalog): Diagnostic[] {
  if (blueprint.subgraphs === undefined) return ordered(validateGraph(blueprint, catalog));
  const full = withSubgraphs(blueprint, catalog);
  const uses = subgraphOrder(blueprint);
  const found: Diagnostic[] = [
    ...withoutMixedCycles(validateGraph(blueprint, full), blueprint),
    ...recursions(blueprint, uses),
  ];
  for (const id of sortedKeys(blueprint.subgraphs)) {
    const level = levelBlueprint(blueprint, id) as Blueprint;
    const subgraph = subgraphAt(blueprint, id) as Subgraph;
    const own = [
      ...withoutMixedCycles(validateGraph(level, levelCatalog(subgraph, full)), level),
      ...recursions(level, uses),
      ...unusedPorts(subgraph),
    ];
    for (const diagnostic of own) found.push({ ...diagnostic, in: id });
  }
  found.push(...acrossLevels(blueprint, catalog, found, uses));
  return ordered(found);
}

function ordered(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics
    .map((diagnostic, index) => ({ diagnostic, index }))
    .sort(
      ({ diagnostic: left, index: first }, { diagnostic: right, index: second }) =>
        compareText(left.in ?? '', right.in ?? '') ||
        compareText(left.node ?? '', right.node ?? '') ||
        first - second,
    )
    .map(({ diagnostic }) => diagnostic);
}

/** A circle through an instance need not be one inside it: the flat blueprint tells. */
function withoutMixedCycles(diagnostics: readonly Diagnostic[], level: Blueprint): Diagnostic[] {
  const instances = Object.values(level.nodes).some((node) => instanceOf(node.type) !== undefined);
  return instances ? diagnostics.filter(({ code }) => code !== 'cycle') : [...diagnostics];
}

function recursions(level: Blueprint, { recursive, cycles }: SubgraphOrder): Diagnostic[] {
  if (recursive.size === 0) return [];
  return sortedKeys(level.nodes).flatMap((node): Diagnostic[] => {
    const name = instanceOf((level.nodes[node] as BlueprintNode).type);
    if (name === undefined || !recursive.has(name)) return [];
    const path = cycles.find((cycle) => cycle.includes(name)) ?? [name, name];
    return [
      {
        severity: 'error',
        code: 'recursive-subgraph',
        node,
        message: `The subgraph "${name}" contains itself: ${cycleText(path)}.`,
        hint: 'Remove one of these instances from the subgraph that it stands in.',
      },
    ];
  });
}

function unusedPorts(subgraph: Subgraph): Diagnostic[] {
  const used = new Set<string>();
  for (const to of Object.keys(subgraph.edges)) {
    const { node, port } = parseSourceRef((subgraph.edges[to] as Edge).from);
    if (node === INPUT_BOUNDARY) used.add(port);
  }
  const unused = Object.keys(subgraph.inputs)
    .filter((port) => !used.has(port))
    .map(
      (port): Diagnostic => ({
        severity: 'warning',
        code: 'unused-port',
        node: INPUT_BOUNDARY,
        port,
        message: `The input "${port}" of the subgraph feeds nothing.`,
        hint: 'Connect it, or remove it from the interface.',
      }),
    );
  const unfed = Object.keys(subgraph.outputs)
    .filter((port) => !Object.hasOwn(subgraph.edges, `${OUTPUT_BOUNDARY}.${port}`))
    .map(
      (port): Diagnostic => ({
        severity: 'warning',
        code: 'unused-port',
        node: OUTPUT_BOUNDARY,
        port,
        message: `Nothing gives the output "${port}" of the subgraph.`,
        hint: 'Connect an output of an inner node to it, or remove it from the interface.',
      }),
    );
  return [...unused, ...unfed];
}

function acrossLevels(
  blueprint: Blueprint,
  catalog: Catalog,
  known: readonly Diagnostic[],
  { recursive }: SubgraphOrder,
): Diagnostic[] {
  const flat = flatten(blueprint);
  const found = tooLarge(blueprint, flat, recursive);
  if (flat.instances.size === 0) return found;
  const said = new Set(known.map((one) => `${one.in ?? ''} ${one.node ?? ''} ${one.port ?? ''} ${one.code}`));
  for (const diagnostic of validateGraph(flat.blueprint, catalog)) {
    const { severity, code, node } = diagnostic;
    if (severity !== 'error' || !ACROSS_LEVELS.has(code) || node === undefined) continue;
    const path = flat.pathOf.get(node) ?? node;
    const cut = path.lastIndexOf('/');
    const level = cut === -1 ? '' : (flat.instances.get(path.slice(0, cut))?.subgraph ?? '');
    const key = `${level} ${path.slice(cut + 1)} ${diagnostic.port ?? ''} ${code}`;
    if (said.has(key)) continue;
    said.add(key);
    const message = withPaths(diagnostic.message, flat);
    const top = path.split('/', 1)[0] as string;
    const { port, ...rest } = diagnostic;
    found.push(
      cut === -1
        ? { ...rest, ...(port === undefined ? {} : { port }), message }
        : { ...rest, node: top, message: `In ${path}: ${message}` },
    );
  }
  return found;
}

function tooLarge(
  blueprint: Blueprint,
  { blueprint: flat, pathOf }: FlatBlueprint,
  recursive: ReadonlySet<string>,
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const [id, path] of pathOf) {
    const name = instanceOf((flat.nodes[id] as BlueprintNode).type);
    if (name === undefined || recursive.has(name) || subgraphAt(blueprint, name) === undefined) continue;
    const node = path.split('/', 1)[0] as string;
    found.set(node, {
      severity: 'error',
      code: 'subgraph-too-large',
      node,
      message: `With all its subgraphs in place "${path}" has too many nodes, or too many levels.`,
      hint: 'Use fewer instances, or fewer subgraphs inside each other.',
    });
  }
  return [...found.values()];
}

/** A text about the flat blueprint in the names of the levels: `clean__csv` is said as `clean/csv`. */
export function withPaths(text: string, { pathOf }: Pick<FlatBlueprint, 'pathOf'>): string {
  return text.replace(/[a-z][a-z0-9_]*__[a-z0-9_]+/g, (id) => pathOf.get(id) ?? id);
}
