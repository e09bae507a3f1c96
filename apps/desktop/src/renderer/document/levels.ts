import {
  instancesOf,
  levelBlueprint,
  levelCatalog,
  subgraphAt,
  subgraphClosure,
  usedSubgraphs,
  withSubgraphs,
} from '@atomiton/blueprint';
import {
  type Blueprint,
  type BlueprintNode,
  type Catalog,
  type Diagnostic,
  instanceOf,
  type NodeDefinition,
} from '@atomiton/contracts';
import { messages } from '../messages';
import { shownText } from './shown-text';

/** One step into a document: a subgraph, and the instance through which it was entered, if there is one. */
export interface LevelStep {
  subgraph: string;
  /** Absent where the definition itself is looked at. */
  instance?: string | undefined;
}

/** Where the canvas is: nothing for the blueprint itself. */
export type LevelPath = readonly LevelStep[];

/** The subgraph on the canvas; undefined for the blueprint itself. */
export function subgraphOf(path: LevelPath): string | undefined {
  return path.at(-1)?.subgraph;
}

/** What the paths of the nodes on the canvas begin with in a run; undefined where no instance was entered. */
export function runPrefix(path: LevelPath): string | undefined {
  let prefix = '';
  for (const { instance } of path) {
    if (instance === undefined) return undefined;
    prefix += `${instance}/`;
  }
  return prefix;
}

export function levelKey(path: LevelPath): string {
  return path.map(({ instance, subgraph }) => instance ?? `:${subgraph}`).join('/');
}

function nodesOf(root: Blueprint, subgraph: string | undefined): Record<string, BlueprintNode> {
  return (subgraph === undefined ? root : subgraphAt(root, subgraph))?.nodes ?? {};
}

/** The part of a path that still leads somewhere. */
export function existingPart(root: Blueprint, path: LevelPath): LevelPath {
  let inside: string | undefined;
  for (const [index, { subgraph, instance }] of path.entries()) {
    const node = instance === undefined ? undefined : nodesOf(root, inside)[instance];
    const leads = instance === undefined || instanceOf(node?.type ?? '') === subgraph;
    if (!leads || subgraphAt(root, subgraph) === undefined) return path.slice(0, index);
    inside = subgraph;
  }
  return path;
}

/** A way to a subgraph: along the one given where it lies on it, else the shortest through instances. */
export function wayTo(root: Blueprint, subgraph: string | undefined, near: LevelPath): LevelPath {
  if (subgraph === undefined) return [];
  const at = near.findIndex((step) => step.subgraph === subgraph);
  if (at !== -1) return near.slice(0, at + 1);
  const ways = new Map<string | undefined, LevelPath>([[undefined, []]]);
  const queue: (string | undefined)[] = [undefined];
  for (let head = 0; head < queue.length; head++) {
    const here = queue[head];
    for (const [instance, node] of Object.entries(nodesOf(root, here))) {
      const next = instanceOf(node.type);
      if (next === undefined || ways.has(next) || subgraphAt(root, next) === undefined) continue;
      const way = [...(ways.get(here) ?? []), { subgraph: next, instance }];
      if (next === subgraph) return way;
      ways.set(next, way);
      queue.push(next);
    }
  }
  return [{ subgraph }];
}

/** The level that a path of a run (`instance/inner`) names, and the node in it. */
export function wayOfNode(root: Blueprint, path: string): { way: LevelPath; node: string } | undefined {
  const steps = path.split('/');
  const node = steps.pop() as string;
  const way: LevelStep[] = [];
  let inside: string | undefined;
  for (const instance of steps) {
    const subgraph = instanceOf(nodesOf(root, inside)[instance]?.type ?? '');
    if (subgraph === undefined || subgraphAt(root, subgraph) === undefined) return undefined;
    way.push({ subgraph, instance });
    inside = subgraph;
  }
  return Object.hasOwn(nodesOf(root, inside), node) ? { way, node } : undefined;
}

/** The node that a path of a run names. */
export function nodeAtPath(root: Blueprint, path: string): BlueprintNode | undefined {
  const found = wayOfNode(root, path);
  return found === undefined ? undefined : nodesOf(root, subgraphOf(found.way))[found.node];
}

/** What each step is called: the name of the instance, or of the subgraph. */
export function stepName(root: Blueprint, path: LevelPath, index: number): string {
  const step = path[index];
  if (step === undefined) return '';
  const outer = index === 0 ? undefined : path[index - 1]?.subgraph;
  const own = step.instance === undefined ? undefined : nodesOf(root, outer)[step.instance]?.name;
  return shownText(own ?? subgraphAt(root, step.subgraph)?.name ?? step.subgraph);
}

/** The first error at each node of a level; an instance also has the errors inside it. */
export function problemsOf(
  diagnostics: readonly Diagnostic[],
  root: Blueprint,
  subgraph: string | undefined,
): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  const inside = new Map<string, string>();
  for (const { in: level, node, severity, message } of diagnostics) {
    if (severity !== 'error') continue;
    if (level === subgraph && node !== undefined && !problems.has(node)) problems.set(node, message);
    if (level !== undefined && !inside.has(level)) inside.set(level, message);
  }
  if (inside.size === 0) return problems;
  const nodes = nodesOf(root, subgraph);
  for (const used of usedSubgraphs({ nodes })) {
    const wrong = Object.keys(subgraphClosure(root, [used])).find((id) => inside.has(id));
    if (wrong === undefined) continue;
    for (const place of instancesOf(root, used)) {
      if (place.in !== subgraph || problems.has(place.node)) continue;
      problems.set(place.node, messages.subgraphs.inside(inside.get(wrong) ?? ''));
    }
  }
  return problems;
}

/** Makes the graph of a level and the catalog for it, and keeps what an edit does not change. */
export class LevelView {
  private shown: { root: Blueprint; id: string; view: Blueprint } | undefined;
  private full: { base: Catalog; subgraphs: Blueprint['subgraphs']; catalog: Catalog } | undefined;
  private inside: Catalog | undefined;

  /** The graph on the canvas. */
  blueprint(root: Blueprint, id: string | undefined): Blueprint {
    if (id === undefined) return root;
    const { shown } = this;
    if (shown?.root === root && shown.id === id) return shown.view;
    const view = levelBlueprint(root, id) ?? root;
    const same = shown?.id === id && subgraphAt(shown.root, id)?.nodes === subgraphAt(root, id)?.nodes;
    if (same && shown !== undefined) view.nodes = shown.view.nodes;
    this.shown = { root, id, view };
    return view;
  }

  private documentCatalog(root: Blueprint, base: Catalog): Catalog {
    const { full } = this;
    if (full?.base === base && full.subgraphs === root.subgraphs) return full.catalog;
    const catalog = sameOrNext(full?.catalog, withSubgraphs(root, base));
    this.full = { base, subgraphs: root.subgraphs, catalog };
    return catalog;
  }

  /** The node types there; the same object as long as nothing in it has changed. */
  catalog(root: Blueprint, id: string | undefined, base: Catalog): Catalog {
    const all = this.documentCatalog(root, base);
    const subgraph = id === undefined ? undefined : subgraphAt(root, id);
    if (subgraph === undefined) return all;
    this.inside = sameOrNext(this.inside, levelCatalog(subgraph, all));
    return this.inside;
  }
}

/** Takes definitions that say the same from before, so that only nodes whose type has changed are drawn anew. */
function sameOrNext(before: Catalog | undefined, next: Catalog): Catalog {
  if (before === undefined) return next;
  const merged = new Map<string, NodeDefinition>();
  let same = before.size === next.size;
  for (const [type, definition] of next) {
    const old = before.get(type);
    const equal =
      old !== undefined && (old === definition || JSON.stringify(old) === JSON.stringify(definition));
    merged.set(type, equal ? old : definition);
    if (!equal) same = false;
  }
  return same ? before : merged;
}
