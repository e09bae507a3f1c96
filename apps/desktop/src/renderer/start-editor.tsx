import { toErrorData } from '@atomiton/contracts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import type { DocumentSession } from './document/document-session';
import { newDocument, openPath } from './editor/documents';
import { EditorProvider } from './editor/EditorContext';
import type { Editor } from './editor/editor';
import { restoreWorkspace } from './editor/workspace-memory';
import { messages } from './messages';
import { loadApp } from './stores/app-store';
import { restorePanels } from './stores/panel-memory';
import { toast } from './stores/ui-store';

/** What is shown to those who ask for nothing, where the host has it. */
const FIRST_EXAMPLE = 'five-languages';

/** What the window showed last, and what the address asks for: `?open=PATH`, `?example=ID` or `?empty=1`; else an example. */
async function openFirst(editor: Editor, search: string, window: string): Promise<void> {
  const asked = new URLSearchParams(search);
  const restored = await restoreWorkspace(editor, window);
  const path = asked.get('open');
  if (path !== null) {
    await openPath(editor, path);
    return;
  }
  if (restored && asked.get('example') === null && asked.get('empty') !== '1') return;
  const { info } = editor.app.getState();
  const examples = info?.examples ?? [];
  const first = examples.find(({ id }) => id === FIRST_EXAMPLE) ?? examples[0];
  const example = asked.get('example') ?? first?.id;
  await newDocument(editor, asked.get('empty') === '1' ? undefined : example);
}

/** Follows the connection: a banner while it is lost, everything fetched and sent again when it is back. */
export function onConnection(editor: Editor, state: 'open' | 'lost'): void {
  const before = editor.app.getState().connection;
  editor.app.setState({ connection: state });
  if (state !== 'open' || before !== 'lost') return;
  const wasAttached = editor.app.getState().info?.attached === true;
  void loadApp(editor.app, editor.client).then(() => {
    if (!wasAttached || editor.app.getState().info?.attached !== false) return;
    toast(editor.ui, 'info', messages.app.tookOver);
  });
  for (const session of editor.workspace.getState().sessions) {
    session.rejoin().catch((thrown: unknown) => {
      const error = toErrorData(thrown);
      if (error.code !== 'bridge-lost') editor.report(messages.app.notRejoined(error.message), error.hint);
    });
    const { phase, runId } = session.run.store.getState();
    if (phase !== 'running' || runId === undefined) continue;
    editor.client.call('run.snapshot', { runId }).then(session.run.adopt, (thrown: unknown) => {
      // The host that ran it has ended, and the run with it.
      session.run.update({ phase: 'failed', cancelling: false, error: toErrorData(thrown) });
    });
  }
}

/** Draws the window and opens the first document. */
export async function startEditor(
  editor: Editor,
  root: Element | null,
  search: string,
  windowId: string,
): Promise<void> {
  if (root === null) throw new Error('The page has no #root element');
  createRoot(root).render(
    <StrictMode>
      <EditorProvider editor={editor}>
        <App />
      </EditorProvider>
    </StrictMode>,
  );
  window.addEventListener('beforeunload', (event) => {
    const { sessions } = editor.workspace.getState();
    const browser = editor.app.getState().info?.shell === 'browser';
    // What the host has acknowledged outlives the page; only what waits here would be lost.
    const waits = (session: DocumentSession): boolean =>
      browser ? session.document.getState().pending > 0 : session.unkept() !== undefined;
    if (sessions.some(waits)) event.preventDefault();
  });
  editor.client.on('host.state', ({ state }) => onConnection(editor, state));
  // Where the host cannot be reached, the next line says so.
  const problem = await editor.settings.load().catch(() => undefined);
  restorePanels(editor.ui, editor.settings.getState().panels);
  if (problem !== undefined) editor.report(problem);
  await loadApp(editor.app, editor.client);
  if (editor.app.getState().phase === 'ready') await openFirst(editor, search, windowId);
}
