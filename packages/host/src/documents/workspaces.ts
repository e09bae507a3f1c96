import type { Workspace } from '@atomiton/contracts';
import { workspaceSchema } from '@atomiton/contracts';
import type { Journal } from '../journal/journal.js';
import type { DocumentJournal } from './document-journal.js';

/** The window that gets what all windows showed before a start. */
const MAIN = 'main';
const MAX_CLOSED = 100;

function parseWorkspace(data: string): Workspace | undefined {
  try {
    const parsed = workspaceSchema.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Which documents the windows show. After a start the first window gets the tabs of all of them, and documents with
 * unsaved edits that no window showed.
 */
export class Workspaces {
  private readonly workspaces = new Map<string, Workspace>();

  private constructor(
    private readonly journal: Journal,
    private readonly documents: DocumentJournal,
  ) {
    journal.onAnew(() => {
      for (const [window, workspace] of this.workspaces) {
        void this.set(window, workspace).catch(() => undefined);
      }
    });
  }

  static async open(journal: Journal, documents: DocumentJournal): Promise<Workspaces> {
    const own = new Workspaces(journal, documents);
    const found = journal.contents.workspaces.flatMap(({ window, data }) => {
      const workspace = parseWorkspace(data);
      return workspace === undefined ? [] : [{ window, workspace }];
    });
    const main = found.find(({ window }) => window === MAIN)?.workspace;
    const others = found.filter(({ window }) => window !== MAIN);
    const all = [...(main === undefined ? [] : [main]), ...others.map(({ workspace }) => workspace)];
    // What was closed without saving stays closed: it can be reopened.
    const closed = new Set(all.flatMap((workspace) => workspace.closed.map(({ documentId }) => documentId)));
    const lost = documents.unsaved().filter((documentId) => !closed.has(documentId));
    const tabs = new Set([...all.flatMap((workspace) => workspace.tabs), ...lost]);
    own.workspaces.set(MAIN, {
      tabs: [...tabs],
      active: all.find(({ active }) => active !== null)?.active ?? null,
      closed: all.flatMap(({ closed }) => closed).slice(0, MAX_CLOSED),
      // The first window's own places win.
      viewports: Object.fromEntries(
        all.flatMap(({ viewports }) => Object.entries(viewports ?? {})).reverse(),
      ),
    });
    for (const { window } of others) await journal.write([{ change: 'forget-workspace', window }]);
    await documents.tidy(tabs);
    return own;
  }

  /** Only documents that are open still are named. */
  get(window: string): Workspace {
    const workspace = this.workspaces.get(window) ?? { tabs: [], active: null, closed: [] };
    const { tabs, active, closed, viewports = {} } = workspace;
    const open = tabs.filter((documentId) => this.documents.facts(documentId)?.state === 'open');
    return {
      tabs: open,
      active: active !== null && open.includes(active) ? active : (open.at(-1) ?? null),
      closed: closed.filter(
        ({ documentId, path }) => path !== undefined || this.documents.facts(documentId) !== undefined,
      ),
      viewports: Object.fromEntries(
        open.flatMap((documentId) => {
          const viewport = viewports[documentId];
          return viewport === undefined ? [] : [[documentId, viewport]];
        }),
      ),
    };
  }

  async set(window: string, workspace: Workspace): Promise<void> {
    await this.journal.write([{ change: 'workspace', window, data: JSON.stringify(workspace) }]);
    this.workspaces.set(window, workspace);
  }

  /** A window was closed for good while others go on. */
  async forget(window: string): Promise<void> {
    if (window === MAIN || !this.workspaces.delete(window)) return;
    await this.journal.write([{ change: 'forget-workspace', window }]);
  }
}
