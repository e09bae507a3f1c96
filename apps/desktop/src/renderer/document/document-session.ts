import { applyAndInvert, History, inLevel } from '@atomiton/blueprint';
import {
  type Blueprint,
  type BridgeClient,
  type BridgeEventData,
  type Catalog,
  type Diagnostic,
  type EditEntry,
  type ErrorData,
  type FileState,
  type OpenDocument,
  type Operation,
  toErrorData,
  type UnkeptEdits,
} from '@atomiton/contracts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  buildCanvas,
  type CanvasState,
  type CanvasStore,
  createCanvasStore,
  finishAtOnce,
  followOperations,
  select,
} from '../canvas/canvas-store';
import { splitPath } from '../dialogs/file-path';
import { createDraftStore, type DraftStore } from '../fields/draft-store';
import { messages } from '../messages';
import type { TableViews } from '../results/grid/table-view';
import { createRunStore, type RunStore } from '../stores/run-store';
import { DocumentSync } from './document-sync';
import {
  existingPart,
  type LevelPath,
  LevelView,
  levelKey,
  problemsOf,
  runPrefix,
  subgraphOf,
  wayTo,
} from './levels';
import type { PlacedBlueprint } from './logic-difference';
import { isWhole, levelsTouched, recolors, touchesLevel } from './operation-levels';
import type { SessionContext } from './session-context';
import { watchResults } from './stale-results';

/** A document as the window shows it. Edits not yet confirmed by the host are already in `blueprint`. */
export interface DocumentState {
  path: string | undefined;
  /** The whole document. */
  root: Blueprint;
  /** The graph on the canvas: of the document itself, or of the subgraph that was entered. */
  blueprint: Blueprint;
  /** Which graph that is. */
  level: LevelPath;
  /** Node types there, subgraphs of the document included. */
  catalog: Catalog;
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
  /** Why the journal cannot take the pending edits; undefined while it can. */
  stuck: ErrorData | undefined;
}

/** One open document with everything that belongs to it. */
export interface DocumentSession {
  readonly documentId: string;
  readonly document: StoreApi<DocumentState>;
  readonly canvas: CanvasStore;
  readonly run: RunStore;
  /** Text typed in fields and not taken over. */
  readonly drafts: DraftStore;
  /** How its tables are looked at. */
  readonly tableViews: TableViews;
  /**
   * Applies an edit at once and sends it to the host; one undo entry. False when it does not fit. Operations that name
   * no subgraph belong to the graph on the canvas.
   */
  edit(label: string, operations: readonly Operation[]): boolean;
  /** The same for operations that name their level themselves. */
  editDocument(label: string, operations: readonly Operation[]): boolean;
  /** Puts another graph of the document on the canvas, with a node in the middle where one is given. */
  enter(level: LevelPath, centreOn?: string): void;
  undo(): void;
  redo(): void;
  /** Settles when the host has every edit. */
  settled(): Promise<void>;
  /** Sends again what the journal could not take. */
  resume(): void;
  /** Edits that the journal could not take; a save takes them into the file. */
  unkept(): UnkeptEdits | undefined;
  /** Asks for the document anew after the host was out of reach; edits made meanwhile go on top. @throws what it says. */
  rejoin(): Promise<void>;
  announced(event: BridgeEventData<'document.changed'>): void;
  /** The host says whether this window edits the document from now on. */
  leased(writer: boolean): void;
  /** Makes this window the one that edits; edits that waited go on top. @throws what the host says. */
  takeOver(): Promise<void>;
  /** Forgets the edits that wait for another window. */
  giveUp(): void;
  fileIs(state: FileState): void;
  /** @param unkept how many unkept edits were saved with it, and `now` the document with them. */
  saved(path: string, savedRevision: number, unkept?: number, now?: OpenDocument): void;
  /** Draws everything anew, after the catalog has changed. */
  redraw(catalog: Catalog): void;
}

/** Whether the document holds anything that its file does not. */
export function isDirty(state: DocumentState): boolean {
  return state.pending > 0 || state.revision !== state.savedRevision;
}

export function createDocumentSession(
  opened: OpenDocument,
  client: BridgeClient,
  context: SessionContext,
): DocumentSession {
  const { documentId } = opened;
  let base = context.catalog;
  const levels = new LevelView();
  let history = new History({ stacks: opened.history });
  const canvas = createCanvasStore();
  const run = createRunStore({ client, ...context });
  /** Where the canvas of each level was left. */
  const viewports = new Map<string, CanvasState['viewport']>();
  const document = createStore<DocumentState>(() => ({
    path: opened.path,
    root: opened.blueprint,
    blueprint: opened.blueprint,
    level: [],
    catalog: levels.catalog(opened.blueprint, undefined, base),
    revision: opened.revision,
    savedRevision: opened.savedRevision,
    pending: 0,
    diagnostics: opened.diagnostics,
    problems: problemsOf(opened.diagnostics, opened.blueprint, undefined),
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    writer: opened.writer,
    fileState: opened.fileState,
    stuck: undefined,
  }));

  const asItIs = (): PlacedBlueprint => {
    const { root, path } = document.getState();
    return { blueprint: root, baseFolder: path === undefined ? opened.baseFolder : splitPath(path).folder };
  };
  const { compareWithRun } = watchResults(run, asItIs, () => base);

  const drawAll = (): void => {
    const { blueprint, catalog } = document.getState();
    const { selectedNodes, viewport } = canvas.getState();
    canvas.setState({ ...finishAtOnce(buildCanvas(blueprint, catalog)), viewport });
    select(canvas, selectedNodes);
  };

  /** The state that goes with a document and a level. */
  const shown = (
    root: Blueprint,
    level: LevelPath,
    diagnostics: readonly Diagnostic[],
  ): Pick<DocumentState, 'root' | 'blueprint' | 'level' | 'catalog' | 'diagnostics' | 'problems'> => {
    const subgraph = subgraphOf(level);
    return {
      root,
      level,
      blueprint: levels.blueprint(root, subgraph),
      catalog: levels.catalog(root, subgraph, base),
      diagnostics,
      problems: problemsOf(diagnostics, root, subgraph),
    };
  };

  const enter = (wanted: LevelPath, centreOn?: string): void => {
    const { root, level: before, diagnostics } = document.getState();
    const level = existingPart(root, wanted);
    if (levelKey(level) === levelKey(before)) return;
    viewports.set(levelKey(before), canvas.getState().viewport);
    const next = shown(root, level, diagnostics);
    run.setLevel(runPrefix(level));
    const drawn = finishAtOnce(buildCanvas(next.blueprint, next.catalog));
    canvas.setState({ ...drawn, viewport: viewports.get(levelKey(level)), centreOn });
    document.setState(next);
  };

  /** Takes a new document over: what is on the canvas follows, and the level where it is no longer there. */
  const follow = (root: Blueprint, operations: readonly Operation[] | undefined): void => {
    const before = document.getState();
    const level = existingPart(root, before.level);
    const next = shown(root, level, before.diagnostics);
    const subgraph = subgraphOf(level);
    const moved = levelKey(level) !== levelKey(before.level);
    const own = operations?.filter((operation) => touchesLevel(operation, subgraph));
    const recolored = operations?.some((operation) => recolors(operation, before.root)) === true;
    const whole =
      own === undefined || moved || recolored || next.catalog !== before.catalog || own.some(isWhole);
    if (!whole && own !== undefined) {
      followOperations(canvas, before.blueprint, next.blueprint, next.catalog, own);
    }
    document.setState(next);
    if (moved) {
      run.setLevel(runPrefix(level));
      canvas.setState({ viewport: viewports.get(levelKey(level)), selectedNodes: [], selectedEdges: [] });
    }
    if (whole) drawAll();
  };

  const noteHistory = (): void => document.setState({ canUndo: history.canUndo, canRedo: history.canRedo });

  const sync = new DocumentSync(opened, client, {
    confirmed({ revision, savedRevision, diagnostics, pending }) {
      if (diagnostics === undefined) document.setState({ revision, savedRevision, pending });
      else {
        const { root, level } = document.getState();
        const problems = problemsOf(diagnostics, root, subgraphOf(level));
        document.setState({ revision, savedRevision, pending, diagnostics, problems });
      }
    },
    replaced({ history: stacks, blueprint, ...change }) {
      history = new History({ stacks });
      document.setState(change);
      noteHistory();
      follow(blueprint, undefined);
      compareWithRun();
    },
    held: () => document.setState({ writer: false }),
    stuck: (error) => document.setState({ stuck: error }),
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
    const before = document.getState().root;
    try {
      const { blueprint, inverses } = applyAndInvert(before, operations);
      follow(blueprint, operations);
      sync.push(operations, entry);
      document.setState({ pending: sync.pendingCount });
      const logic = (['nodes', 'edges', 'subgraphs'] as const).some(
        (part) => before[part] !== blueprint[part],
      );
      if (logic) compareWithRun();
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
    if (operations !== undefined) {
      if (perform(operations, { label: label ?? '', kind }) === undefined) history.clear();
      else showWhereItHappened(operations);
    }
    noteHistory();
  };

  /** Undo of what was done in another graph goes there. */
  const showWhereItHappened = (operations: readonly Operation[]): void => {
    const { root, level } = document.getState();
    const touched = new Set(operations.flatMap(levelsTouched));
    if (touched.size === 0 || touched.has(subgraphOf(level) ?? '')) return;
    const [first = ''] = touched;
    enter(wayTo(root, first === '' ? undefined : first, level));
  };

  const edit = (label: string, operations: readonly Operation[]): boolean => {
    if (operations.length === 0) return true;
    const inverses = perform(operations, { label, kind: 'do' });
    if (inverses === undefined) return false;
    history.record(label, operations, inverses);
    noteHistory();
    return true;
  };

  return {
    documentId,
    document,
    canvas,
    run,
    drafts,
    tableViews: new Map(),
    edit(label, operations) {
      const subgraph = subgraphOf(document.getState().level);
      return edit(
        label,
        operations.map((operation) => inLevel(operation, subgraph)),
      );
    },
    editDocument: edit,
    enter,
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
    unkept: () => sync.unkept,
    async rejoin() {
      const now = await client.call('document.reopen', { documentId });
      const { writer, fileState, savedRevision, path, diagnostics } = now;
      document.setState({ writer, fileState, path });
      if (sync.rejoin(now)) document.setState({ savedRevision, diagnostics });
    },
    announced(event) {
      const { savedRevision, path = document.getState().path } = event;
      document.setState({ savedRevision, path });
      sync.announced(event);
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
    saved(path, savedRevision, unkept, now) {
      document.setState({ path, savedRevision });
      if (unkept === undefined || now === undefined) {
        compareWithRun();
        return;
      }
      document.setState({ fileState: now.fileState, diagnostics: now.diagnostics });
      sync.saved(unkept, now);
    },
    redraw(next) {
      base = next;
      const { root, level, diagnostics } = document.getState();
      document.setState(shown(root, level, diagnostics));
      drawAll();
    },
  };
}
