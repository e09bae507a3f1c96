import { applyOperations, newBlueprint } from '@atomiton/blueprint';
import {
  AtomitonError,
  type Blueprint,
  type BridgeHandlers,
  defaultSettings,
  type NodeDefinition,
  type RunEvent,
  type RunSnapshot,
  readSettings,
  type Workspace,
} from '@atomiton/contracts';
import { DEMO_CATALOG } from './demo-catalog';
import { memoryPage, memoryValues } from './memory-values';

type Notify = (event: string, data: unknown) => void;

interface HeldDocument {
  blueprint: Blueprint;
  revision: number;
  savedRevision: number;
}

/** A host in the page for development and tests: documents are kept, runs are played from events that are handed in. */
export interface MemoryHost {
  handlers: BridgeHandlers;
  documents: Map<string, HeldDocument>;
  acknowledged: number[];
  /** Sends one batch of the run's next events. */
  play(documentId: string, runId: string, events: readonly RunEvent[]): void;
}

export interface MemoryHostOptions {
  definitions?: readonly NodeDefinition[];
  examples?: Record<string, Blueprint>;
  onRun?: (host: MemoryHost, documentId: string, runId: string) => void;
  snapshot?: (runId: string) => RunSnapshot;
  table?: (
    offset: number,
    limit: number,
  ) => { columns: { name: string; type: string }[]; rows: (string | number)[][]; total: number };
  fileColumns?: { name: string; type: string }[];
  image?: { width: number; height: number; pngBase64: string };
}

function refuse(code: string, message: string): never {
  throw new AtomitonError({ kind: 'validation', code, message });
}

export function createMemoryHost(notify: Notify, options: MemoryHostOptions = {}): MemoryHost {
  const documents = new Map<string, HeldDocument>();
  const sent = new Map<string, number>();
  let counter = 0;
  let settings = defaultSettings();
  const held = (id: string): HeldDocument =>
    documents.get(id) ?? refuse('document-unknown', `No document ${id}.`);
  const workspaces = new Map<string, Workspace>();
  const opened = (documentId: string) => ({
    documentId,
    ...held(documentId),
    diagnostics: [],
    history: { done: [], undone: [] },
    writer: true,
    fileState: { state: 'same' as const },
    drafts: {},
  });
  const host: MemoryHost = {
    documents,
    acknowledged: [],
    play(documentId, runId, events) {
      const after = sent.get(runId) ?? 0;
      const upTo = events.at(-1)?.seq ?? after;
      sent.set(runId, upTo);
      notify('run.events', { runId, documentId, after, upTo, events });
    },
    handlers: {
      'app.info': async () => ({
        version: '0.1.0',
        platform: 'linux',
        shell: 'browser',
        homeFolder: '/home/ada',
        cpuCores: 2,
        memoryBytes: 16e9,
        examples: Object.entries(options.examples ?? {}).map(([id, { name }]) => ({
          id,
          name,
          description: `The ${name} example.`,
          languages: ['typescript', 'rust'],
          files: [],
          nodes: Object.keys(options.examples?.[id]?.nodes ?? {}).length,
          picture: false,
        })),
        recent: [],
        attached: false,
        problems: [],
      }),
      'catalog.get': async () => ({
        definitions: [...(options.definitions ?? DEMO_CATALOG)],
        runtimes: [
          { language: 'typescript', state: 'ready', version: '5' },
          { language: 'rust', state: 'ready' },
          { language: 'python', state: 'ready', version: '3.11.7' },
          { language: 'wasm', state: 'ready' },
          {
            language: 'golang',
            state: 'missing',
            message: 'Go was not found: install the package golang-go.',
          },
        ],
      }),
      'runtimes.recheck': async () => ({ runtimes: [] }),
      'settings.get': async () => ({ settings }),
      'settings.set': async ({ changes }) => {
        const stored: Record<string, Record<string, unknown>> = structuredClone(settings);
        for (const { section, name, value } of changes) {
          stored[section] = { ...stored[section], [name]: value };
        }
        settings = readSettings(stored).settings;
        return { settings };
      },
      'example.picture': async () => refuse('no-picture', 'No picture.'),
      'files.list': async ({ folder }) => ({
        folder,
        parent: folder === '/' ? undefined : '/',
        entries: [
          { name: 'data', path: `${folder}/data`, kind: 'folder', sizeBytes: 0, modifiedMs: 0 },
          {
            name: 'sales-2026.csv',
            path: `${folder}/sales-2026.csv`,
            kind: 'file',
            sizeBytes: 2e9,
            modifiedMs: 0,
          },
          {
            name: 'city-sales.blueprint.json',
            path: `${folder}/city-sales.blueprint.json`,
            kind: 'file',
            sizeBytes: 4120,
            modifiedMs: 0,
          },
        ],
      }),
      'files.columns': async () => ({ columns: options.fileColumns ?? [] }),
      'dialog.choose': async () => ({ path: null }),
      'document.create': async ({ example }) => {
        const documentId = `document-${++counter}`;
        const blueprint = options.examples?.[example ?? ''] ?? newBlueprint('untitled', documentId);
        documents.set(documentId, { blueprint, revision: 0, savedRevision: 0 });
        return opened(documentId);
      },
      'document.open': async ({ path }) => refuse('file-missing', `There is no file ${path}.`),
      'document.close': async ({ documentId }) => {
        documents.delete(documentId);
        return {};
      },
      'document.apply': async ({ documentId, baseRevision, operations }) => {
        const document = held(documentId);
        if (document.revision !== baseRevision) refuse('stale-revision', 'The document has changed.');
        document.blueprint = applyOperations(document.blueprint, operations);
        document.revision += operations.length;
        return { revision: document.revision, savedRevision: document.savedRevision, diagnostics: [] };
      },
      'document.save': async ({ documentId, path }) => {
        const document = held(documentId);
        document.savedRevision = document.revision;
        return { path: path ?? '/home/ada/untitled.blueprint.json', savedRevision: document.revision };
      },
      'document.saveCopy': async ({ path }) => ({ path }),
      'document.reopen': async ({ documentId }) => opened(documentId),
      'document.takeLease': async ({ documentId }) => opened(documentId),
      'document.disk': async () => refuse('no-path', 'This document has no file yet.'),
      'document.resolveDisk': async () => refuse('no-path', 'This document has no file yet.'),
      'document.versions': async () => [],
      'document.version': async ({ id }) => refuse('unknown-version', `There is no version ${id}.`),
      'document.draft': async () => ({}),
      'workspace.get': async ({ window }) => workspaces.get(window) ?? { tabs: [], active: null, closed: [] },
      'workspace.set': async ({ window, ...workspace }) => {
        workspaces.set(window, workspace);
        return {};
      },
      'trust.check': async () => ({ nodes: [], digest: '' }),
      'trust.accept': async () => ({}),
      'trust.foreign': async () => ({}),
      'trust.list': async () => ({ entries: [] }),
      'trust.revoke': async () => ({}),
      'subgraphs.saved': async () => ({ saved: [] }),
      'subgraphs.keep': async () => ({}),
      'subgraphs.drop': async () => ({}),
      'subgraphs.export': async () => ({}),
      'subgraphs.import': async ({ path }) => refuse('file-missing', `There is no file ${path}.`),
      'run.start': async ({ documentId }) => {
        const runId = `run-${++counter}`;
        queueMicrotask(() => options.onRun?.(host, documentId, runId));
        return { runId };
      },
      'run.cancel': async () => ({}),
      'run.snapshot': async ({ runId }) =>
        options.snapshot?.(runId) ?? refuse('run-unknown', `No run ${runId}.`),
      'run.acknowledge': async ({ seq }) => {
        host.acknowledged.push(seq);
        return {};
      },
      ...memoryValues({
        'value.page': async ({ offset, limit, columns }) => memoryPage(options.table, offset, limit, columns),
        'value.arrange': async () => ({ rows: options.table?.(0, 1).total ?? 0 }),
        'value.image': async () => options.image ?? refuse('gone', 'No image.'),
      }),
    },
  };
  return host;
}
