import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { KeyboardPage } from './keyboard-page.js';
import { screenshotOnFailure } from './on-failure.js';

/** The hooks of a test file that works by keyboard alone, in the editor that `open` opens: no test presses the mouse. */
export function byKeyboardAlone(open: () => Promise<KeyboardPage>): void {
  let editor: KeyboardPage | undefined;
  beforeAll(async () => {
    editor = await open();
    editor.page.setDefaultTimeout(15_000);
  });
  afterAll(() => editor?.shell.close());
  screenshotOnFailure(() => editor?.shell);
  // What a failed test has left open is no reason for the next one to fail.
  beforeEach(() => editor?.press('Escape Escape'));
  afterEach(async () => {
    if (editor !== undefined) expect(await editor.presses()).toEqual([]);
  });
}
