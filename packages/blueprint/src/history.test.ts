import type { Blueprint, Operation } from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { History } from './history.js';
import { applyAndInvert, applyOperations } from './operations.js';
import { printBlueprint } from './print-blueprint.js';

/** A document with its history, as an editor keeps them. */
class Session {
  readonly history = new History();

  constructor(public document: Blueprint) {}

  edit(label: string, ...operations: Operation[]): void {
    const { blueprint: next, inverses } = applyAndInvert(this.document, operations);
    this.history.record(label, operations, inverses);
    this.document = next;
  }

  undo(): boolean {
    return this.apply(this.history.undo());
  }

  redo(): boolean {
    return this.apply(this.history.redo());
  }

  get text(): string {
    return printBlueprint(this.document);
  }

  private apply(operations: readonly Operation[] | undefined): boolean {
    if (operations !== undefined) this.document = applyOperations(this.document, operations);
    return operations !== undefined;
  }
}

const loaded = blueprint('x').node('a', 'core/x').node('b', 'core/x').build();
const move = (id: string, x: number): Operation => ({ op: 'move-node', id, position: { x, y: 0 } });

describe('History', () => {
  it('cannot undo past the load', () => {
    const session = new Session(loaded);
    expect(session.history.canUndo).toBe(false);
    expect(session.undo()).toBe(false);
    session.edit('Rename', { op: 'rename-node', id: 'a', name: 'A' });
    expect([session.undo(), session.undo()]).toEqual([true, false]);
    expect(session.text).toBe(printBlueprint(loaded));
  });

  it('makes one entry of a gesture and one operation of many moves of a node', () => {
    const session = new Session(loaded);
    session.history.begin('Move 2 nodes');
    for (let x = 1; x <= 100; x++) session.edit('step', move('a', x), move('b', 2 * x));
    session.history.end();
    expect(session.history.undoLabel).toBe('Move 2 nodes');
    const after = session.text;
    const back = session.history.undo();
    expect(back?.length).toBe(2);
    session.document = applyOperations(session.document, back ?? []);
    expect(session.text).toBe(printBlueprint(loaded));
    expect(session.history.canUndo).toBe(false);
    session.redo();
    expect(session.text).toBe(after);
  });

  it('does not merge moves across the removal of the node', () => {
    const session = new Session(loaded);
    session.history.begin('Odd');
    session.edit('', move('a', 1));
    session.edit('', { op: 'remove-node', id: 'a' });
    session.edit('', {
      op: 'add-node',
      id: 'a',
      node: { type: 'core/y', typeVersion: 1, parameters: {}, mode: 'active' },
    });
    session.edit('', move('a', 2));
    session.history.end();
    const after = session.text;
    session.undo();
    expect(session.text).toBe(printBlueprint(loaded));
    session.redo();
    expect(session.text).toBe(after);
  });

  it('forgets what could be redone when something else is done', () => {
    const session = new Session(loaded);
    session.edit('One', move('a', 1));
    session.undo();
    expect(session.history.redoLabel).toBe('One');
    session.edit('Two', move('a', 2));
    expect(session.history.canRedo).toBe(false);
  });

  it('ends an open gesture when undo is asked for, and ignores the viewport and empty gestures', () => {
    const session = new Session(loaded);
    session.edit('Pan', { op: 'set-viewport', viewport: { x: 1, y: 1, zoom: 1 } });
    session.history.begin('Nothing');
    session.history.end();
    expect(session.history.canUndo).toBe(false);
    session.history.begin('Drag');
    session.edit('', move('a', 1));
    expect(session.undo()).toBe(true);
    expect(session.document.layout.positions.a).toEqual(loaded.layout.positions.a);
    expect(session.document.layout.viewport).toEqual({ x: 1, y: 1, zoom: 1 });
  });

  it('keeps as many entries as its limit', () => {
    const history = new History({ limit: 2 });
    for (const name of ['1', '2', '3']) {
      history.record(name, [{ op: 'rename-blueprint', name }], [{ op: 'rename-blueprint', name: '' }]);
    }
    expect([history.undo(), history.undo(), history.undo()].map((entry) => entry !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('comes back to every earlier text, however often one goes back and forth', () => {
    const step = fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -9, max: 9 }), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
        fc.nat(8),
        (gestures, back) => {
          const session = new Session(loaded);
          const texts = [session.text];
          for (const gesture of gestures) {
            session.history.begin('g');
            for (const [id, x, rename] of gesture) {
              session.edit('', rename ? { op: 'rename-node', id, name: String(x) } : move(id, x));
            }
            session.history.end();
            texts.push(session.text);
          }
          const times = Math.min(back, gestures.length);
          for (let time = 1; time <= times; time++) {
            session.undo();
            expect(session.text).toBe(texts[gestures.length - time]);
          }
          for (let time = times - 1; time >= 0; time--) {
            session.redo();
            expect(session.text).toBe(texts[gestures.length - time]);
          }
        },
      ),
    );
  });
});
