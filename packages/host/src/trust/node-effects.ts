import { hash } from 'node:crypto';
import path from 'node:path';
import { completeParameters } from '@atomiton/blueprint';
import type {
  Blueprint,
  BlueprintNode,
  Catalog,
  EffectDetail,
  JsonValue,
  NodeDefinition,
  NodeRequest,
} from '@atomiton/contracts';
import { holdsPaths, parseSourceRef, parseTargetRef } from '@atomiton/contracts';
import { canonicalJson } from '@atomiton/execution-engine/core';
import { FolderBorder } from './outside-folder.js';
import { plainText } from './plain-text.js';

/** A node with effects, and the digest by which exactly it is remembered. */
export interface EffectfulNode extends NodeRequest {
  /** SHA-256 of its type, parameters and effects, and of what feeds those; hex. */
  digest: string;
}

export interface EffectQuestion {
  blueprint: Blueprint;
  catalog: Catalog;
  /** Absolute; undefined where the blueprint has none. */
  baseFolder: string | undefined;
  /** Only these nodes; all without it. */
  nodes?: ReadonlySet<string> | undefined;
  /** Also muted and bypassed nodes, which do not run. */
  inactive?: boolean;
}

/** Longer texts are cut where somebody has to read them. Characters. */
const MAX_SHOWN = 2000;
const MAX_NAME = 120;

function detail(label: string, text: string): EffectDetail {
  const plain = plainText(text.slice(0, MAX_SHOWN));
  return { label, text: plain, cutChars: Math.max(0, text.length - MAX_SHOWN) };
}

function shownValue(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

function pathsOf(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(pathsOf) : [];
}

/** What comes into a port: nothing, or the outputs at the other ends. */
type Sources = ReadonlyMap<string, readonly string[]>;

function sourcesOf(blueprint: Blueprint): ReadonlyMap<string, Map<string, string[]>> {
  const byNode = new Map<string, Map<string, string[]>>();
  for (const [to, { from }] of Object.entries(blueprint.edges)) {
    const { node, port } = parseTargetRef(to);
    const ports = byNode.get(node) ?? new Map<string, string[]>();
    byNode.set(node, ports);
    const known = ports.get(port);
    if (known === undefined) ports.set(port, [from]);
    else known.push(from);
  }
  return byNode;
}

/** One hash over every node that the given ones depend on: a change there changes what the fed nodes would do. */
function feederDigest(
  blueprint: Blueprint,
  starts: ReadonlySet<string>,
  sources: ReturnType<typeof sourcesOf>,
): string {
  const seen = new Set(starts);
  const queue = [...starts];
  for (let head = 0; head < queue.length; head++) {
    for (const froms of sources.get(queue[head] as string)?.values() ?? []) {
      for (const from of froms) {
        const { node } = parseSourceRef(from);
        if (seen.has(node)) continue;
        seen.add(node);
        queue.push(node);
      }
    }
  }
  const parts = [...seen].sort().map((id) => {
    const node = Object.hasOwn(blueprint.nodes, id) ? blueprint.nodes[id] : undefined;
    const ports = [...(sources.get(id) ?? [])].map(([port, froms]) => [port, ...froms].join(' '));
    return [id, node?.type ?? '', node?.parameters ?? {}, node?.mode ?? '', ports.sort()] as JsonValue;
  });
  return hash('sha256', canonicalJson(parts), 'hex');
}

/** Ports whose paths are read: what `reads` names, and paths that no effect writes. */
function readPorts(definition: NodeDefinition): string[] {
  const written = new Set(definition.effects.flatMap(({ shows }) => shows));
  const paths = [...definition.parameters, ...definition.inputs]
    .filter(({ name, type }) => holdsPaths(type) && !written.has(name))
    .map(({ name }) => name);
  return [...new Set([...definition.reads, ...paths])];
}

class Effects {
  readonly found: NodeRequest['effects'] = [];
  /** Nodes whose outputs decide what happens. */
  readonly feeders = new Set<string>();

  constructor(
    private readonly definition: NodeDefinition,
    private readonly parameters: Record<string, JsonValue>,
    private readonly sources: Sources | undefined,
    private readonly border: FolderBorder,
  ) {}

  addDeclared(): void {
    for (const { kind, shows } of this.definition.effects) {
      const details = shows.map((name) => this.fed(name) ?? detail(this.label(name), this.text(name)));
      this.found.push({ kind, details });
    }
  }

  async addOutsideReads(): Promise<void> {
    const details: EffectDetail[] = [];
    for (const name of readPorts(this.definition)) {
      const fed = this.fed(name);
      if (fed !== undefined) details.push(fed);
      else {
        for (const written of pathsOf(this.parameters[name])) {
          const real = await this.border.outside(written);
          if (real === undefined) continue;
          const shown = detail(this.label(name), real);
          const isPlain = path.isAbsolute(written) && path.normalize(written) === real;
          details.push(isPlain ? shown : { ...shown, written: plainText(written.slice(0, MAX_SHOWN)) });
        }
      }
    }
    if (details.length > 0) this.found.push({ kind: 'outside-read', details });
  }

  private label(name: string): string {
    const { parameters, inputs } = this.definition;
    return [...parameters, ...inputs].find((port) => port.name === name)?.label ?? name;
  }

  private text(name: string): string {
    return shownValue(this.parameters[name]);
  }

  /** What to show of a port that edges feed: its value is known only while it runs. */
  private fed(name: string): EffectDetail | undefined {
    const froms = this.sources?.get(name);
    if (froms === undefined) return undefined;
    for (const from of froms) this.feeders.add(parseSourceRef(from).node);
    return detail(this.label(name), `whatever ${froms.join(', ')} gives`);
  }
}

/** The nodes that do more than compute: what they would do, in the order of the blueprint. Runs nothing. */
export async function findEffects(question: EffectQuestion): Promise<EffectfulNode[]> {
  const { blueprint, catalog, baseFolder, nodes, inactive = false } = question;
  const border = new FolderBorder(baseFolder);
  const sources = sourcesOf(blueprint);
  const feeders = new Set<string>();
  const drafts: { id: string; node: BlueprintNode; request: NodeRequest; isFed: boolean }[] = [];
  for (const [id, node] of Object.entries(blueprint.nodes)) {
    const definition = catalog.get(node.type);
    if (definition === undefined || (nodes !== undefined && !nodes.has(id))) continue;
    if (node.mode !== 'active' && !inactive) continue;
    if (definition.effects.length === 0 && readPorts(definition).length === 0) continue;
    const parameters = completeParameters(definition, node.parameters);
    const effects = new Effects(definition, parameters, sources.get(id), border);
    effects.addDeclared();
    await effects.addOutsideReads();
    if (effects.found.length === 0) continue;
    for (const feeder of effects.feeders) feeders.add(feeder);
    const name = plainText((node.name ?? definition.name).slice(0, MAX_NAME));
    const request = { node: id, name, type: node.type, effects: effects.found };
    drafts.push({ id, node, request, isFed: effects.feeders.size > 0 });
  }
  if (drafts.length === 0) return [];
  const fed = drafts.some(({ isFed }) => isFed) ? feederDigest(blueprint, feeders, sources) : '';
  return drafts.map(({ id, node, request, isFed }) => {
    const parts = [id, node.type, node.typeVersion, node.parameters, request.effects, isFed ? fed : ''];
    return { ...request, digest: hash('sha256', canonicalJson(parts as JsonValue), 'hex') };
  });
}
