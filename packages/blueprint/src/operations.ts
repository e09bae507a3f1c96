import { AtomitonError, type Blueprint, type Operation } from '@atomiton/contracts';
import { BlueprintDraft } from './draft.js';

/**
 * The blueprint after one edit; the one given is not changed and shares everything untouched.
 * Costs one shallow copy of the record it writes to; for many edits use `applyOperations`.
 * @throws AtomitonError `node-missing`, `node-exists`, `node-has-edges`, `edge-missing`, `edge-exists` or `id-in-use`
 * when the operation does not fit.
 */
export function applyOperation(blueprint: Blueprint, operation: Operation): Blueprint {
  const draft = new BlueprintDraft(blueprint);
  draft.apply(operation);
  return draft.finish();
}

/** All operations in order or, when one does not fit, none. Linear in the document and the operations together. */
export function applyOperations(blueprint: Blueprint, operations: readonly Operation[]): Blueprint {
  const draft = new BlueprintDraft(blueprint);
  operations.forEach((operation, position) => {
    atPosition(operations.length, position, () => draft.apply(operation));
  });
  return draft.finish();
}

/** The operation that takes `operation` back; `before` is the blueprint that it is going to be applied to. */
export function invertOperation(before: Blueprint, operation: Operation): Operation {
  return new BlueprintDraft(before).invert(operation);
}

/** Like `applyOperations`; `inverses` applied to the result in their order give `blueprint` back. */
export function applyAndInvert(
  blueprint: Blueprint,
  operations: readonly Operation[],
): { blueprint: Blueprint; inverses: Operation[] } {
  const draft = new BlueprintDraft(blueprint);
  const inverses: Operation[] = [];
  operations.forEach((operation, position) => {
    atPosition(operations.length, position, () => {
      inverses.push(draft.invert(operation));
      draft.apply(operation);
    });
  });
  return { blueprint: draft.finish(), inverses: inverses.reverse() };
}

function atPosition(count: number, position: number, action: () => void): void {
  try {
    action();
  } catch (thrown) {
    if (count === 1 || !(thrown instanceof AtomitonError)) throw thrown;
    const message = `Operation ${position + 1} of ${count}: ${thrown.message}`;
    throw new AtomitonError({ ...thrown.data, message });
  }
}
