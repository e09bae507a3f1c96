import type { Editor } from '../editor/editor';

/** The parts of the window, in the order of the page; each is one stop of F6. */
const PARTS =
  '.top, .rail, .side-panel, .notice-bar, .canvas, .bottom, .inspector, .status, .start, .focus-exit';
const FOCUSABLE =
  ':is(a[href], button, input, select, textarea, [tabindex]):not(:disabled, [tabindex="-1"], [aria-hidden="true"])';
/** What lies over the window and keeps the focus for itself. */
const OVERLAYS = '[role="dialog"], [role="menu"], .node-search';

function shownParts(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(PARTS)].filter(
    (part) => part.getClientRects().length > 0,
  );
}

/** Puts the keyboard into a part: on the canvas to what is selected, else on its first control. @returns whether it took it */
function focusInside(editor: Editor, part: HTMLElement): boolean {
  if (part.matches('.canvas')) editor.view?.focus();
  else (part.matches(FOCUSABLE) ? part : part.querySelector<HTMLElement>(FOCUSABLE))?.focus();
  return part.contains(document.activeElement);
}

/** The part of the window that has the focus. */
export function focusedPart(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>(PARTS) ?? undefined;
}

/** The index of the part that holds an element; between two parts it is one half past the first of them. */
function placeAmong(parts: readonly HTMLElement[], element: Element | null): number {
  if (element === null || element === document.body) return -1;
  const inside = parts.findIndex((part) => part.contains(element));
  if (inside >= 0) return inside;
  const before = parts.filter(
    (part) => (part.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  );
  return before.length - 0.5;
}

/** Puts the keyboard into the next part of the window that takes it, round the end. */
export function stepPart(editor: Editor, step: 1 | -1, from: Element | null = document.activeElement): void {
  const parts = shownParts();
  const place = placeAmong(parts, from);
  const first = step === 1 ? Math.floor(place) : Math.ceil(place);
  for (let count = 1; count <= parts.length; count++) {
    const part = parts[(first + step * count + parts.length * 2) % parts.length];
    if (part !== undefined && focusInside(editor, part)) return;
  }
}

/**
 * Puts the keyboard on the form of what is selected; where its fields are read-only, on the way to change that.
 * @returns whether there is one
 */
export function focusForm(): boolean {
  const inspector = document.querySelector<HTMLElement>('.inspector');
  const firstIn = (part: HTMLElement | null | undefined): HTMLElement | undefined =>
    [...(part?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].find(
      (element) => element.getClientRects().length > 0,
    );
  const target = firstIn(inspector?.querySelector<HTMLElement>('.inspector-body')) ?? firstIn(inspector);
  target?.focus();
  return target !== undefined;
}

/** Puts a focus that went with what had it back: into the part that it was in, else on the canvas or the start page. */
export function focusHome(editor: Editor, last: HTMLElement | undefined): void {
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== document.body) return;
  if (document.querySelector(OVERLAYS) !== null) return;
  if (last?.isConnected === true && last.getClientRects().length > 0 && focusInside(editor, last)) return;
  if (editor.view !== undefined) editor.view.focus();
  else document.querySelector<HTMLElement>('.start')?.focus();
}
