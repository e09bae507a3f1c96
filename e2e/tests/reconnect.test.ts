import { readFileSync } from 'node:fs';
import { blueprint } from '@atomiton/blueprint';
import type { WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell, shellKind } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const isBrowser = shellKind() === 'chromium';
if (!isBrowser) console.log('skipped reconnect: the window has no socket that could break');

describe.runIf(isBrowser)('a browser whose connection breaks', () => {
  const folder = temporaryFolder('reconnect');
  const file = writeBlueprint(folder, blueprint('work').node('one', 'core/number', { value: 1 }).build());
  let shell: Shell;
  let editor: EditorPage;
  let socket: WebSocketRoute | undefined;
  /** Breaks the connection in the place of the next answer, whatever it answers. */
  let breaks = false;
  screenshotOnFailure(() => shell);

  beforeAll(async () => {
    shell = await openShell({ open: file });
    editor = new EditorPage(shell.page);
    await shell.page.routeWebSocket(/\/bridge$/, (page) => {
      socket = page;
      const server = page.connectToServer();
      page.onMessage((message) => server.send(message));
      server.onMessage((message) => {
        if (!breaks) {
          page.send(message);
          return;
        }
        breaks = false;
        void server.close();
        void page.close();
      });
    });
  });
  beforeEach(async () => {
    // The document may still be being opened when the connection breaks.
    await shell.page.reload();
    await editor.node('one').waitFor();
  });
  afterAll(() => shell?.close());

  it.each([1, 2, 3])(
    'break %i: what was edited meanwhile is there once, in the window, in the host and in the file',
    async () => {
      const { page } = editor;
      const nameOf = (): Promise<string | null> => page.getByTestId('document-name').textContent();
      expect(socket).toBeDefined();
      breaks = true;
      await editor.addBySearch('Number');
      // It comes back by itself within a moment, before or after the next edit.
      await expect.poll(() => breaks).toBe(false);
      await editor.renameDocument('while it was broken');
      await expect.poll(() => editor.keptState()).toBe('kept, not in file');
      await expect.poll(() => editor.nodeIds()).toHaveLength(2);
      expect(await nameOf()).toBe('while it was broken');
      await page.keyboard.press('Control+s');
      await expect.poll(() => editor.keptState()).toBe('saved in file');
      const saved = JSON.parse(readFileSync(file, 'utf8')) as { name: string; nodes: object };
      expect(saved.name).toBe('while it was broken');
      expect(Object.keys(saved.nodes).sort()).toEqual((await editor.nodeIds()).sort());
      await page.keyboard.press('Control+z');
      await expect.poll(nameOf).toBe('work');
      await page.keyboard.press('Control+z');
      await expect.poll(() => editor.nodeIds()).toEqual(['one']);
      await page.keyboard.press('Control+s');
      await expect.poll(() => editor.keptState()).toBe('saved in file');
    },
  );
});
