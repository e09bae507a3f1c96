import type { BridgeClient, Workspace } from '@atomiton/contracts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DocumentSession } from '../document/document-session';
import { createResultStore, type ResultStore } from '../results/result-store';
import { createValueCache, type ValueCache } from '../results/value-cache';
import { type AppStore, createAppStore } from '../stores/app-store';
import type { Counters } from '../stores/counters';
import type { FrameScheduler } from '../stores/frame-scheduler';
import { rememberPanels } from '../stores/panel-memory';
import { createSettingsStore, type SettingsStore } from '../stores/settings-store';
import { createUiStore, toast, type UiStore } from '../stores/ui-store';
import type { CanvasView } from './canvas-view';
import { followCatalog } from './follow-catalog';
import { createRunHistory, type RunHistory } from './run-history';

/** A tab that was closed: what it takes to bring it back. */
export interface ClosedTab {
  documentId: string;
  name: string;
  /** Absent for a document without a file. */
  path?: string | undefined;
  /** Its changes were given up: it comes back as its file is. */
  discarded?: boolean | undefined;
}

/** Which documents are open, in the order of their tabs. */
export interface WorkspaceState {
  sessions: readonly DocumentSession[];
  active: string | undefined;
  /** The tab closed last comes first. */
  closed: readonly ClosedTab[];
  /** Name of what is being opened. */
  opening: string | undefined;
  /** Tabs of the last window that are still being brought back. */
  restoring?: { last: Workspace; left: ReadonlySet<string> } | undefined;
}

/** Everything the window's components share; made once, handed down by context. */
export interface Editor {
  readonly client: BridgeClient;
  readonly app: AppStore;
  readonly ui: UiStore;
  readonly settings: SettingsStore;
  readonly runHistory: RunHistory;
  readonly workspace: StoreApi<WorkspaceState>;
  readonly frames: FrameScheduler;
  readonly counters: Counters | undefined;
  /** Pages, texts and pictures of results, by identity. */
  readonly values: ValueCache;
  /** Which results are looked at: pins, chosen outputs, the value beside a port. */
  readonly results: ResultStore;
  /** Text typed but not yet taken over: called before a run, a save or a change of document. */
  readonly drafts: Set<() => void>;
  /** The canvas on screen, while there is one. */
  view: CanvasView | undefined;
  /** The text copied from the canvas last. */
  copied: string | undefined;
  /** Wall clock in milliseconds. */
  now(): number;
  report(text: string, hint?: string): void;
}

export interface EditorOptions {
  client: BridgeClient;
  frames: FrameScheduler;
  storage?: Storage | undefined;
  counters?: Counters | undefined;
  now?: () => number;
}

export function createEditor(options: EditorOptions): Editor {
  const { client, frames, counters } = options;
  const app = createAppStore();
  const settings = createSettingsStore(client, options.storage);
  const ui = createUiStore();
  rememberPanels(ui, settings);
  const workspace = createStore<WorkspaceState>(() => ({
    sessions: [],
    active: undefined,
    closed: [],
    opening: undefined,
  }));
  const sessionOf = (documentId: string): DocumentSession | undefined =>
    workspace.getState().sessions.find((session) => session.documentId === documentId);
  client.on('run.events', (batch) => sessionOf(batch.documentId)?.run.receive(batch));
  client.on('document.changed', (event) => sessionOf(event.documentId)?.announced(event));
  client.on('document.lease', ({ documentId, writer }) => sessionOf(documentId)?.leased(writer));
  client.on('document.fileState', ({ documentId, ...state }) => sessionOf(documentId)?.fileIs(state));
  client.on('runtimes.changed', ({ runtimes }) => app.setState({ runtimes }));
  followCatalog(app, workspace);
  return {
    client,
    app,
    ui,
    settings,
    runHistory: createRunHistory(),
    workspace,
    frames,
    counters,
    values: createValueCache(client),
    results: createResultStore(),
    drafts: new Set(),
    view: undefined,
    copied: undefined,
    now: options.now ?? Date.now,
    report: (text, hint) => toast(ui, 'error', text, hint),
  };
}

/** The document in front, if any. */
export function activeSession(editor: Editor): DocumentSession | undefined {
  const { sessions, active } = editor.workspace.getState();
  return sessions.find((session) => session.documentId === active);
}

/** Takes over text that is still being typed. */
export function flushDrafts(editor: Editor): void {
  for (const commit of [...editor.drafts]) commit();
}
