import { toErrorData, type Workspace } from '@atomiton/contracts';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { openRestored } from './documents';
import type { Editor, WorkspaceState } from './editor';

/** Milliseconds without a move before the place of a canvas is told. */
const REST_MS = 250;

/** The tabs that are open, and those still being brought back in their places among them. */
function tabsOf({ sessions, restoring }: WorkspaceState): string[] {
  const open = sessions.map(({ documentId }) => documentId);
  if (restoring === undefined) return open;
  const { left, last } = restoring;
  const placeOf = (documentId: string): number => {
    const place = last.tabs.indexOf(documentId);
    return place === -1 ? last.tabs.length : place;
  };
  return [...new Set([...open, ...left])].sort((one, other) => placeOf(one) - placeOf(other));
}

function workspaceOf(state: WorkspaceState): Workspace {
  const { sessions, active, closed, restoring } = state;
  return {
    tabs: tabsOf(state),
    active: active ?? restoring?.last.active ?? null,
    closed: closed.map(({ documentId, name, path, discarded }) => ({
      documentId,
      name,
      ...(path === undefined ? {} : { path }),
      ...(discarded === true ? { discarded } : {}),
    })),
    viewports: {
      ...restoring?.last.viewports,
      ...Object.fromEntries(
        sessions.flatMap(({ documentId, canvas }) => {
          const { viewport } = canvas.getState();
          return viewport === undefined ? [] : [[documentId, viewport]];
        }),
      ),
    },
  };
}

/**
 * Opens the documents that the window showed last: the one in front first, so that it is there soon, then the others
 * in the order of their tabs. From the first on the host is told of every change of tabs, also of those made meanwhile.
 * @returns whether the window had shown anything.
 */
export async function restoreWorkspace(editor: Editor, window: string): Promise<boolean> {
  let workspace: Workspace;
  try {
    workspace = await editor.client.call('workspace.get', { window });
  } catch (thrown) {
    editor.report(messages.document.notRestored(toErrorData(thrown).message));
    rememberWorkspace(editor, window);
    return false;
  }
  const { tabs, active, closed, viewports = {} } = workspace;
  const left = new Set(tabs);
  editor.workspace.setState({ closed, restoring: { last: workspace, left } });
  rememberWorkspace(editor, window);
  const first = tabs.filter((documentId) => documentId === active);
  const others = tabs.filter((documentId) => documentId !== active);
  for (const documentId of [...first, ...others]) {
    await openRestored(editor, documentId, tabs, viewports[documentId]);
    left.delete(documentId);
  }
  editor.workspace.setState({ restoring: undefined });
  return tabs.length > 0 || closed.length > 0;
}

/** From now on the host is told of every change of tabs; the newest state wins. */
function rememberWorkspace(editor: Editor, window: string): void {
  let told = '';
  let telling = false;
  const tell = async (): Promise<void> => {
    if (telling) return;
    telling = true;
    for (;;) {
      const workspace = workspaceOf(editor.workspace.getState());
      const text = JSON.stringify(workspace);
      if (text === told) break;
      try {
        await editor.client.call('workspace.set', { window, ...workspace });
      } catch {
        // The next change tells it again; documents and their edits do not depend on it.
        break;
      }
      told = text;
    }
    telling = false;
  };
  const watched = new WeakSet<DocumentSession>();
  let later: ReturnType<typeof setTimeout> | undefined;
  /** Where a canvas is changes often: told when it rests. */
  const watch = (session: DocumentSession): void => {
    if (watched.has(session)) return;
    watched.add(session);
    session.canvas.subscribe((state, before) => {
      if (state.viewport === before.viewport) return;
      clearTimeout(later);
      later = setTimeout(() => void tell(), REST_MS);
    });
  };
  editor.workspace.getState().sessions.forEach(watch);
  editor.workspace.subscribe((state, before) => {
    if (state.sessions !== before.sessions) state.sessions.forEach(watch);
    if (
      state.sessions !== before.sessions ||
      state.restoring !== before.restoring ||
      state.active !== before.active ||
      state.closed !== before.closed
    ) {
      void tell();
    }
  });
  void tell();
}
