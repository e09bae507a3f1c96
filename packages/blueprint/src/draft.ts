import type { Blueprint, Operation, Subgraph, SubgraphInterface } from '@atomiton/contracts';
import { LevelDraft, refuse, withKey } from './level-draft.js';
import { keepSpellings } from './number-spellings.js';

/**
 * A blueprint while operations are applied to it: a draft of each level that they write to. The blueprint that the
 * draft began with is never changed, and everything untouched is shared with it.
 */
export class BlueprintDraft {
  private root: LevelDraft<Blueprint>;
  /** The subgraphs written to. */
  private readonly open = new Map<string, LevelDraft<Subgraph>>();
  private ownsSubgraphs = false;

  constructor(blueprint: Blueprint) {
    this.root = new LevelDraft(blueprint, undefined);
  }

  /** The result; the draft must not be used afterwards. */
  finish(): Blueprint {
    for (const [id, { level }] of this.open) {
      if (this.root.level.subgraphs?.[id] !== level) this.writableSubgraphs()[id] = level;
    }
    return this.root.level;
  }

  /** The operation that takes `operation` back, in the state before it. Checks that it fits. */
  invert(operation: Operation): Operation {
    switch (operation.op) {
      case 'rename-blueprint':
        return { op: 'rename-blueprint', name: this.root.level.name };
      case 'set-subgraph': {
        const { op, id } = operation;
        const subgraph = this.find(id);
        if (subgraph !== undefined) return { op, id, subgraph };
        if (operation.subgraph === undefined) this.subgraph(id);
        return this.root.level.subgraphs === undefined ? { op, id, bare: true } : { op, id };
      }
      case 'set-interface':
        return { op: 'set-interface', id: operation.id, interface: interfaceOf(this.subgraph(operation.id)) };
      case 'replace':
        return { op: 'replace', blueprint: { ...this.finish() } };
      default:
        return this.level(operation.in).invert(operation);
    }
  }

  apply(operation: Operation): void {
    switch (operation.op) {
      case 'rename-blueprint':
        this.root.level = { ...this.root.level, name: operation.name };
        return;
      case 'set-subgraph':
        this.setSubgraph(operation);
        return;
      case 'set-interface': {
        const draft = this.subgraphDraft(operation.id);
        const { nodes, edges, layout } = draft.level;
        draft.level = { ...operation.interface, nodes, edges, layout };
        return;
      }
      case 'replace':
        this.root = new LevelDraft(keepSpellings(operation.blueprint, this.root.level), undefined);
        this.open.clear();
        this.ownsSubgraphs = false;
        return;
      default:
        this.level(operation.in).apply(operation);
    }
  }

  private level(id: string | undefined): LevelDraft<Blueprint> | LevelDraft<Subgraph> {
    return id === undefined ? this.root : this.subgraphDraft(id);
  }

  private subgraphDraft(id: string): LevelDraft<Subgraph> {
    const known = this.open.get(id);
    if (known !== undefined) return known;
    const draft = new LevelDraft(this.subgraph(id), id);
    this.open.set(id, draft);
    return draft;
  }

  private find(id: string): Subgraph | undefined {
    const draft = this.open.get(id);
    if (draft !== undefined) return draft.level;
    const { subgraphs } = this.root.level;
    return subgraphs !== undefined && Object.hasOwn(subgraphs, id) ? subgraphs[id] : undefined;
  }

  private subgraph(id: string): Subgraph {
    const subgraph = this.find(id);
    if (subgraph !== undefined) return subgraph;
    return refuse(
      'subgraph-missing',
      `There is no subgraph "${id}".`,
      'It may have been deleted; read the document anew.',
    );
  }

  private setSubgraph({ id, subgraph, bare }: Extract<Operation, { op: 'set-subgraph' }>): void {
    if (subgraph === undefined) this.subgraph(id);
    this.open.delete(id);
    const subgraphs = this.writableSubgraphs();
    if (subgraph !== undefined) {
      subgraphs[id] = subgraph;
      return;
    }
    delete subgraphs[id];
    if (bare !== true || Object.keys(subgraphs).length > 0) return;
    this.root.level = withKey(this.root.level, 'subgraphs', undefined);
    this.ownsSubgraphs = false;
  }

  private writableSubgraphs(): Record<string, Subgraph> {
    const { subgraphs } = this.root.level;
    if (this.ownsSubgraphs && subgraphs !== undefined) return subgraphs;
    const copy = { ...subgraphs };
    this.root.level = { ...this.root.level, subgraphs: copy };
    this.ownsSubgraphs = true;
    return copy;
  }
}

/** What a subgraph shows to the outside, unknown keys included: all but its graph. */
export function interfaceOf(subgraph: Subgraph): SubgraphInterface {
  const { nodes: _nodes, edges: _edges, layout: _layout, ...shown } = subgraph;
  return shown;
}
