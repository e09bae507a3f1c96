import { applyAndInvert, applyOperations, History, newBlueprint, printBlueprint } from '@atomiton/blueprint';
import type { Blueprint, EditEntry, Operation } from '@atomiton/contracts';

/** Numbers from 0 to 1 that a seed repeats: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One thing a user does to a document. */
export type Step =
  | { step: 'edit'; operations: Operation[]; entry: EditEntry }
  | { step: 'draft'; field: string; text: string | null }
  | { step: 'save' };

/** JSON whose keys stand in the order of their names. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** A document as its user knows it: what was done to it, in memory, as an editor's window does it. */
export class Model {
  blueprint: Blueprint;
  revision = 0;
  history = new History();
  drafts = new Map<string, string>();
  private gesture: string | undefined;

  constructor(blueprint: Blueprint = newBlueprint('Untitled', 'id')) {
    this.blueprint = blueprint;
  }

  apply(step: Step): void {
    if (step.step === 'save') return;
    if (step.step === 'draft') {
      if (step.text === null) this.drafts.delete(step.field);
      else this.drafts.set(step.field, step.text);
      return;
    }
    const { operations, entry } = step;
    const { blueprint, inverses } = applyAndInvert(this.blueprint, operations);
    this.blueprint = blueprint;
    this.revision += operations.length;
    if (this.gesture !== undefined && entry.gesture !== this.gesture) {
      this.gesture = undefined;
      this.history.end();
    }
    if (entry.kind === 'undo') this.history.undo();
    else if (entry.kind === 'redo') this.history.redo();
    else {
      if (entry.gesture !== undefined && this.gesture === undefined) {
        this.gesture = entry.gesture;
        this.history.begin(entry.label);
      }
      this.history.record(entry.label, operations, inverses);
    }
  }

  /** Everything that has to be there again, as text. */
  state(): string {
    return sortedJson({
      text: printBlueprint(this.blueprint),
      revision: this.revision,
      history: this.history.stacks,
      drafts: Object.fromEntries(this.drafts),
    });
  }
}

/** Makes up what a user does next. A drag is several edits of one gesture. */
export function nextSteps(random: () => number, model: Model, number: number): Step[] {
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const ids = Object.keys(model.blueprint.nodes);
  const node = pick(ids);
  const edit = (label: string, operations: Operation[]): Step[] => [
    { step: 'edit', operations, entry: { label, kind: 'do' } },
  ];
  const choice = random();
  const { nextUndo, nextRedo, undoLabel = '', redoLabel = '' } = model.history;
  if (choice < 0.14 && nextUndo !== undefined) {
    return [{ step: 'edit', operations: [...nextUndo], entry: { label: undoLabel, kind: 'undo' } }];
  }
  if (choice < 0.22 && nextRedo !== undefined) {
    return [{ step: 'edit', operations: [...nextRedo], entry: { label: redoLabel, kind: 'redo' } }];
  }
  if (choice < 0.3) return [{ step: 'save' }];
  if (choice < 0.38) {
    const text = random() < 0.3 ? null : `half a wo ${number} é`;
    return [{ step: 'draft', field: `node ${node ?? 'none'} text`, text }];
  }
  if (node === undefined || (choice < 0.55 && ids.length < 40)) {
    const id = `n${number}`;
    const added = {
      type: 'core/number',
      typeVersion: 1,
      parameters: { value: number },
      mode: 'active' as const,
    };
    return edit('Add', [{ op: 'add-node', id, node: added, position: { x: number, y: 0 } }]);
  }
  if (choice < 0.7) {
    return Array.from({ length: 2 + Math.floor(random() * 5) }, (_, part): Step => {
      const operations: Operation[] = [
        { op: 'move-node', id: node, position: { x: number + part, y: part } },
      ];
      return { step: 'edit', operations, entry: { label: 'Move', kind: 'do', gesture: `drag ${number}` } };
    });
  }
  if (choice < 0.8) {
    const edges = Object.entries(model.blueprint.edges).filter(
      ([to, { from }]) => to.startsWith(`${node}.`) || from.startsWith(`${node}.`),
    );
    const cuts = edges.map(([to]): Operation => ({ op: 'disconnect', to }));
    return edit('Delete', [...cuts, { op: 'remove-node', id: node }]);
  }
  const other = pick(ids) ?? node;
  if (choice < 0.9 && other !== node && model.blueprint.edges[`${other}.value`] === undefined) {
    return edit('Connect', [{ op: 'connect', to: `${other}.value`, edge: { from: `${node}.value` } }]);
  }
  if (choice < 0.93) {
    const blueprint = applyOperations(model.blueprint, [
      { op: 'rename-blueprint', name: `restored ${number}` },
    ]);
    return edit('Restore', [{ op: 'replace', blueprint }]);
  }
  return edit('Set', [{ op: 'set-parameter', id: node, name: 'value', value: number }]);
}
