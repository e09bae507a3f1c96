import { applyAndInvert, History } from '@atomiton/blueprint';
import {
  type Blueprint,
  type BridgeClient,
  type BridgeEventData,
  type Catalog,
  type Diagnostic,
  type EditEntry,
  type FileState,
  type OpenDocument,
  type Operation,
  toErrorData,
} from '@atomiton/contracts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  buildCanvas,
  type CanvasStore,
  createCanvasStore,
  finishAtOnce,
  followOperations,
  select,
} from '../canvas/canvas-store';
import { createDraftStore, type DraftStore } from '../fields/draft-store';
import { messages } from '../messages';
import { createRunStore, type RunStore } from '../stores/run-store';
import { DocumentSync } from './document-sync';
import { logicDifference, withDownstream } from './logic-difference';
import type { SessionContext } from './session-context';

/** A document as the window shows it. Edits not yet confirmed by the host are already in `blueprint`. */
export interface DocumentState {
  path: string | undefined;
  blueprint: Blueprint;
  revision: number;
  savedRevision: number;
  pending: number;
  diagnostics: readonly Diagnostic[];
  /** The first error of the blueprint at each node, as drawn on the node. */
  problems: ReadonlyMap<string, string>;
  canUndo: boolean;
  canRedo: boolean;
  /** Whether edits made here reach the host; a window that follows another one holds them back. */
  writer: boolean;
  /** How its file stands to what we read or wrote last. */
  fileState: FileState;
}

/** One open document with everything that belongs to it. */
export interface DocumentSession {
  readonly documentId: string;
  readonly document: StoreApi<DocumentState>;
  readonly canvas: CanvasStore;
  readonly run: RunStore;
  /** Text typed in fields and not taken over. */
  readonly drafts: DraftStore;
  /** Applies an edit at once and sends it to the host; one undo entry. False when it does not fit. */
  edit(label: string, operations: readonly Operation[]): boolean;
  undo(): void;
  redo(): void;
  /** Settles when the host has every edit. */
  settled(): Promise<void>;
  /** Sends what could not be sent while the host was out of reach. */
  resume(): void;
  announced(event: BridgeEventData<'document.changed'>): void;
  /** The host says whether this window edits the document from now on. */
  leased(writer: boolean): void;
  /** Makes this window the one that edits; edits that waited go on top. @throws what the host says. */
  takeOver(): Promise<void>;
  /** Forgets the edits that wait for another window. */
  giveUp(): void;
  fileIs(state: FileState): void;
  saved(path: string, savedRevision: number): void;
  /** Draws everything anew, after the catalog has changed. */
  redraw(catalog: Catalog): void;
}

/** Whether the document holds anything that its file does not. */
export function isDirty(state: DocumentState): boolean {
  return state.pending > 0 || state.revision !== state.savedRevision;
}

function problemsByNode(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const { node, severity, message } of diagnostics) {
    if (node !== undefined && severity === 'error' && !problems.has(node)) problems.set(node, message);
  }
  return problems;
}

export function createDocumentSession(
  opened: OpenDocument,
  client: BridgeClient,
  context: SessionContext,
): DocumentSession {
  const { documentId } = opened;
  let catalog = context.catalog;
  let history = new History({ stacks: opened.history });
  const canvas = createCanvasStore();
  const run = createRunStore({ client, ...context });
  const document = createStore<DocumentState>(() => ({
    path: opened.path,
    blueprint: opened.blueprint,
    revision: opened.revision,
    savedRevision: opened.savedRevision,
    pending: 0,
    diagnostics: opened.diagnostics,
    problems: problemsByNode(opened.diagnostics),
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    writer: opened.writer,
    fileState: opened.fileState,
  }));

  /** What the results on the canvas were made from. */
  let ran: Blueprint | undefined;

  /** Marks exactly those results as previous that the document as it is now would not give. */
  const compareWithRun = (): void => {
    const { phase, nodes } = run.store.getState();
    if (ran === undefined || nodes.size === 0 || phase === 'running' || phase === 'starting') return;
    const { blueprint } = document.getState();
    const different = logicDifference(ran, blueprint);
    run.outdate(different.size === 0 ? different : withDownstream(blueprint, different));
  };

  run.store.subscribe((view, before) => {
    const begins = view.phase === 'starting' && before.phase !== 'starting';
    const elsewhere = view.runId !== before.runId && before.phase !== 'starting';
    if (begins || elsewhere) ran = document.getState().blueprint;
    if (view.phase !== before.phase) compareWithRun();
  });

  const drawAll = (blueprint: Blueprint): void => {
    const selected = canvas.getState().selectedNodes;
    canvas.setState(finishAtOnce(buildCanvas(blueprint, catalog)));
    select(canvas, selected);
  };

  const noteHistory = (): void => document.setState({ canUndo: history.canUndo, canRedo: history.canRedo });

  const sync = new DocumentSync(opened, client, {
    confirmed({ revision, diagnostics, pending }) {
      document.setState(
        diagnostics === undefined
          ? { revision, pending }
          : { revision, pending, diagnostics, problems: problemsByNode(diagnostics) },
      );
    },
    replaced({ history: stacks, ...change }) {
      history = new History({ stacks });
      document.setState(change);
      noteHistory();
      drawAll(change.blueprint);
      compareWithRun();
    },
    held: () => document.setState({ writer: false }),
    refused(error) {
      context.report(messages.document.refused(error.message), error.hint);
    },
  });

  const drafts = createDraftStore({
    initial: opened.drafts,
    async send(field, text) {
      // Text that was taken over is forgotten only when the edit it became is in the journal.
      if (text === null) {
        await sync.settled();
        if (drafts.get(field) !== undefined) return;
      }
      await client.call('document.draft', { documentId, field, text }).catch(() => undefined);
    },
  });

  /** Applies in the window and queues for the host; gives the inverses, or undefined when the edit does not fit. */
  const perform = (operations: readonly Operation[], entry: EditEntry): Operation[] | undefined => {
    const before = document.getState().blueprint;
    try {
      const { blueprint, inverses } = applyAndInvert(before, operations);
      followOperations(canvas, before, blueprint, catalog, operations);
      sync.push(operations, entry);
      document.setState({ blueprint, pending: sync.pendingCount });
      if (before.nodes !== blueprint.nodes || before.edges !== blueprint.edges) compareWithRun();
      return inverses;
    } catch (thrown) {
      const error = toErrorData(thrown);
      context.report(error.message, error.hint);
      return undefined;
    }
  };

  const step = (
    operations: readonly Operation[] | undefined,
    label: string | undefined,
    kind: 'undo' | 'redo',
  ): void => {
    if (operations !== undefined && perform(operations, { label: label ?? '', kind }) === undefined)
      history.clear();
    noteHistory();
  };

  return {
    documentId,
    document,
    canvas,
    run,
    drafts,
    edit(label, operations) {
      if (operations.length === 0) return true;
      const inverses = perform(operations, { label, kind: 'do' });
      if (inverses === undefined) return false;
      history.record(label, operations, inverses);
      noteHistory();
      return true;
    },
    undo() {
      const { undoLabel } = history;
      step(history.undo(), undoLabel, 'undo');
    },
    redo() {
      const { redoLabel } = history;
      step(history.redo(), redoLabel, 'redo');
    },
    settled: () => sync.settled(),
    resume: () => sync.resume(),
    announced(event) {
      sync.announced(event);
      const { savedRevision, path = document.getState().path } = event;
      document.setState({ savedRevision, path });
    },
    leased(writer) {
      document.setState({ writer });
      if (writer) sync.release();
      else sync.hold();
    },
    async takeOver() {
      const now = await client.call('document.takeLease', { documentId });
      const { writer, fileState, savedRevision, path } = now;
      document.setState({ writer, fileState, savedRevision, path });
      sync.release(now);
    },
    giveUp: () => sync.giveUp(),
    fileIs: (fileState) => document.setState({ fileState }),
    saved: (path, savedRevision) => document.setState({ path, savedRevision }),
    redraw(next) {
      catalog = next;
      drawAll(document.getState().blueprint);
    },
  };
}
