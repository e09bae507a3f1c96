import os from 'node:os';
import { basename } from 'node:path';
import type { BridgeHandlers, BridgeNotice, SettingChange, Settings } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { documentHandlers, type ShownDocuments } from './documents/document-handlers.js';
import { DocumentJournal } from './documents/document-journal.js';
import { examplePicture, listExamples } from './documents/examples.js';
import { Leases } from './documents/leases.js';
import { type DocumentRecord, describeDocument, hasChanges } from './documents/open-document.js';
import type { DocumentChange } from './documents/open-documents.js';
import { OpenDocuments } from './documents/open-documents.js';
import { RecentFiles } from './documents/recent-files.js';
import { requireAbsolute, unknownDocument } from './documents/refusals.js';
import { readSubgraphFile, SubgraphLibrary, writeSubgraphFile } from './documents/subgraph-library.js';
import { Versions } from './documents/versions.js';
import { Workspaces } from './documents/workspaces.js';
import { fileColumns } from './files/file-columns.js';
import { listFolder } from './files/list-folder.js';
import { Journal } from './journal/journal.js';
import type { EngineKit, Log } from './runs/engine-kit.js';
import { createLocalEngineKit } from './runs/local-engine-kit.js';
import type { RunAudience } from './runs/runs.js';
import { Runs } from './runs/runs.js';
import { SettingsFile } from './settings/settings-file.js';
import { subjectOf, Trust, type TrustSubject } from './trust/trust.js';
import { TrustStore } from './trust/trust-store.js';
import { HeldValues } from './values/held-values.js';
import { valueHandlers } from './values/value-handlers.js';
import { ValueJobs } from './values/value-jobs.js';
import { ValueViewer } from './values/value-viewer.js';
import type { UnsavedDocument, Viewer, ViewerSource } from './viewer.js';

/** Documents that no viewer shows any more are kept open, so that a reloaded page finds them again. */
const MAX_UNWATCHED = 20;

/** What a native dialog is asked. */
export interface ChooseRequest {
  mode: 'open' | 'save' | 'folder';
  title: string;
  suggested?: string | undefined;
  /** Without the leading dot; empty for any. */
  extensions: string[];
}

/** Native dialogs of a shell that has them. */
export interface Dialogs {
  /** The absolute path chosen, or null when the user closed the dialog. */
  choose(request: ChooseRequest): Promise<string | null>;
}

export interface HostOptions {
  version: string;
  /** Recent files and unsaved changes live here; deleting it loses no saved document. */
  dataFolder: string;
  examplesFolder: string;
  shell: 'desktop' | 'browser';
  dialogs?: Dialogs;
  /** Told of the settings at the start and after every change. */
  onSettings?(settings: Settings): void;
  /** Shows a file in its folder, where there is a desktop. */
  reveal?: (path: string) => void;
  log: Log;
}

/** The application without a window: documents, runs and values behind the bridge. */
export interface Host extends ViewerSource {
  /** A further window, tab or command. */
  connect(): Viewer;
  /** Ends every run, worker and process; unsaved changes stay in the data folder. */
  dispose(): Promise<void>;
}

class HostViewer implements Viewer, RunAudience {
  readonly documents = new Set<string>();
  readonly handlers: BridgeHandlers;
  /** Long looks at values. */
  readonly jobs = new ValueJobs((job, fraction) =>
    this.notify({ event: 'value.progress', data: { job, fraction } }),
  );
  private readonly listeners = new Set<(notice: BridgeNotice) => void>();

  constructor(
    private readonly host: LocalHost,
    makeHandlers: (viewer: HostViewer) => BridgeHandlers,
  ) {
    this.handlers = makeHandlers(this);
  }

  onNotice(listener: (notice: BridgeNotice) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify(notice: BridgeNotice): void {
    for (const listener of this.listeners) listener(notice);
  }

  onBatch(runId: string, documentId: string, batch: Parameters<RunAudience['onBatch']>[2]): void {
    this.notify({ event: 'run.events', data: { runId, documentId, ...batch } });
  }

  unsaved(): UnsavedDocument[] {
    return this.host.unsavedOf(this);
  }

  close(): void {
    this.listeners.clear();
    this.jobs.cancelAll();
    this.host.disconnect(this);
  }
}

class LocalHost implements Host {
  private readonly viewers = new Set<HostViewer>();
  private readonly documents: OpenDocuments;
  private readonly values: ValueViewer;
  private readonly held: HeldValues;
  private readonly subgraphs: SubgraphLibrary;
  private readonly runs: Runs;
  private readonly trust: Trust;
  private readonly stopRuntimes: () => void;
  private readonly leases = new Leases<HostViewer>((documentId, viewer, writer) => {
    viewer.notify({ event: 'document.lease', data: { documentId, writer } });
  });
  /** Documents without a viewer, the longest unwatched first. */
  private readonly unwatched = new Set<string>();
  private readonly closing = new Set<Promise<void>>();
  private disposing: Promise<void> | undefined;

  constructor(
    private readonly options: HostOptions,
    private readonly kit: EngineKit,
    private readonly recent: RecentFiles,
    private readonly settings: SettingsFile,
    private readonly trusted: TrustStore,
    private readonly journal: Journal,
    private readonly kept: DocumentJournal,
    private readonly workspaces: Workspaces,
  ) {
    const { engine, catalog, store } = kit;
    this.trust = new Trust(catalog, trusted);
    this.values = new ValueViewer(store);
    this.subgraphs = new SubgraphLibrary(options.dataFolder);
    this.held = new HeldValues(store, this.values);
    this.documents = new OpenDocuments({
      examplesFolder: options.examplesFolder,
      catalog,
      validate: (blueprint) => engine.validate(blueprint, catalog),
      journal: kept,
      versions: new Versions(options.dataFolder),
      recent,
      warn: (message) => options.log('warn', message),
      onChange: (change) => this.onChange(change),
      onFileState: (documentId, fileState) => {
        for (const viewer of this.watchers(documentId)) {
          viewer.notify({ event: 'document.fileState', data: { documentId, ...fileState } });
        }
      },
    });
    this.runs = new Runs(engine, catalog, this.held, (documentId) => this.watchers(documentId));
    options.onSettings?.(settings.current);
    this.stopRuntimes = kit.onRuntimesChanged((runtimes) => {
      for (const viewer of this.viewers) viewer.notify({ event: 'runtimes.changed', data: { runtimes } });
    });
  }

  connect(): Viewer {
    const viewer = new HostViewer(this, (own) => this.handlersFor(own));
    this.viewers.add(viewer);
    return viewer;
  }

  disconnect(viewer: HostViewer): void {
    if (!this.viewers.delete(viewer)) return;
    this.runs.leave(undefined, viewer);
    for (const documentId of viewer.documents) {
      this.leases.leave(documentId, viewer, this.watchers(documentId));
      if (!this.isWatched(documentId)) this.unwatched.add(documentId);
    }
    for (const documentId of this.unwatched) {
      if (this.unwatched.size <= MAX_UNWATCHED) break;
      if (this.runs.isRunning(documentId)) continue;
      this.unwatched.delete(documentId);
      void this.documents.forget(documentId).then(() => this.runs.closeDocument(documentId));
    }
  }

  unsavedOf(viewer: HostViewer): UnsavedDocument[] {
    const unsaved: UnsavedDocument[] = [];
    for (const documentId of viewer.documents) {
      const others = [...this.watchers(documentId)].filter((other) => other !== viewer);
      const record = this.documents.get(documentId);
      if (others.length > 0 || !hasChanges(record)) continue;
      const { path } = record;
      unsaved.push({ documentId, name: path === undefined ? record.blueprint.name : basename(path), path });
    }
    return unsaved;
  }

  dispose(): Promise<void> {
    this.disposing ??= (async () => {
      this.stopRuntimes();
      await this.documents.dispose();
      await this.journal.close();
      await this.recent.settled();
      await this.settings.settled();
      await this.trusted.settled();
      await this.runs.dispose();
      await this.values.dispose();
      await this.kit.dispose();
    })();
    return this.disposing;
  }

  private async changeSettings(by: HostViewer, changes: SettingChange[]): Promise<Settings> {
    const settings = await this.settings.change(changes);
    for (const viewer of this.viewers) {
      if (viewer !== by) viewer.notify({ event: 'settings.changed', data: { settings } });
    }
    this.options.onSettings?.(settings);
    // Runs keep what they began with.
    if (changes.some(({ section }) => section === 'runtimes'))
      void this.runs.idle().then(() => this.kit.renew());
    return settings;
  }

  private isWatched(documentId: string): boolean {
    for (const viewer of this.viewers) if (viewer.documents.has(documentId)) return true;
    return false;
  }

  private *watchers(documentId: string): Generator<HostViewer> {
    for (const viewer of this.viewers) if (viewer.documents.has(documentId)) yield viewer;
  }

  private onChange({ by, ...data }: DocumentChange): void {
    for (const viewer of this.watchers(data.documentId)) {
      if (viewer !== by) viewer.notify({ event: 'document.changed', data });
    }
  }

  /** From now on the viewer hears of this document. */
  private watch(viewer: HostViewer, documentId: string): void {
    if (!this.viewers.has(viewer)) {
      // It left while its document was being opened.
      if (!this.isWatched(documentId)) this.unwatched.add(documentId);
      return;
    }
    this.leases.offer(documentId, viewer);
    if (viewer.documents.has(documentId)) return;
    viewer.documents.add(documentId);
    this.unwatched.delete(documentId);
    this.runs.join(documentId, viewer);
  }

  private shownBy(viewer: HostViewer): ShownDocuments {
    const { documents, leases } = this;
    const known = (documentId: string): DocumentRecord => {
      const record = documents.get(documentId);
      this.watch(viewer, documentId);
      return record;
    };
    return {
      known,
      own: (documentId) => {
        const record = known(documentId);
        leases.require(documentId, viewer);
        return record;
      },
      describe: (record) => {
        this.watch(viewer, record.documentId);
        return describeDocument(record, leases.holds(record.documentId, viewer));
      },
      take: (documentId) => leases.take(documentId, viewer),
      leave: (documentId) => this.leave(viewer, documentId),
      closed: async () => {
        await Promise.allSettled(this.closing);
      },
    };
  }

  private async leave(viewer: HostViewer, documentId: string): Promise<void> {
    this.documents.get(documentId);
    viewer.documents.delete(documentId);
    this.runs.leave(documentId, viewer);
    this.leases.leave(documentId, viewer, this.watchers(documentId));
    if (this.isWatched(documentId)) return;
    this.unwatched.delete(documentId);
    const closed = (async () => {
      await this.runs.closeDocument(documentId);
      await this.documents.close(documentId);
      this.trust.forget(documentId);
    })();
    this.closing.add(closed);
    await closed.finally(() => this.closing.delete(closed));
  }

  private handlersFor(viewer: HostViewer): BridgeHandlers {
    const { options, documents, runs, held, values, kit, kept, workspaces, settings, trust } = this;
    const shown = this.shownBy(viewer);
    /** Nodes that a run, or a run to a node, includes. */
    const included = ({ blueprint }: TrustSubject, to: string | undefined) =>
      kit.engine.plan(blueprint, kit.catalog, to).nodes;
    return {
      'app.info': async () => ({
        version: options.version,
        platform: process.platform,
        shell: options.shell,
        homeFolder: os.homedir(),
        cpuCores: os.availableParallelism(),
        memoryBytes: os.totalmem(),
        examples: await listExamples(options.examplesFolder, kit.catalog),
        recent: this.recent.list(),
        attached: false,
        problems: this.kept.problem === undefined ? [] : [this.kept.problem],
      }),
      'catalog.get': async () => ({ definitions: [...kit.catalog.values()], runtimes: kit.runtimes() }),
      'runtimes.recheck': async () => ({ runtimes: await kit.recheck() }),
      'settings.get': async () => {
        const { current, problem } = settings;
        return problem === undefined ? { settings: current } : { settings: current, problem };
      },
      'settings.set': async ({ changes }) => ({ settings: await this.changeSettings(viewer, changes) }),
      'example.picture': ({ id, theme }) => examplePicture(options.examplesFolder, id, theme),
      'files.list': ({ folder }) => listFolder(folder),
      'files.columns': async ({ documentId, ...request }) => {
        const subject = subjectOf(shown.known(documentId));
        return fileColumns(request, subject.baseFolder, (await trust.unsettled(subject)).size === 0);
      },
      'dialog.choose': async ({ mode, title, suggested, extensions }) => {
        if (options.dialogs === undefined) {
          throw new AtomitonError({
            kind: 'validation',
            code: 'no-dialogs',
            message: 'There are no native dialogs in a browser.',
            hint: 'List the folders with files.list instead.',
          });
        }
        return { path: await options.dialogs.choose({ mode, title, suggested, extensions }) };
      },
      'subgraphs.saved': async () => ({ saved: await this.subgraphs.list() }),
      'subgraphs.keep': async ({ file }) => {
        await this.subgraphs.keep(file);
        return {};
      },
      'subgraphs.drop': async ({ id }) => {
        await this.subgraphs.drop(id);
        return {};
      },
      'subgraphs.export': async ({ path, file }) => {
        await writeSubgraphFile(requireAbsolute(path), file, true);
        return {};
      },
      'subgraphs.import': async ({ path }) => ({ file: await readSubgraphFile(requireAbsolute(path)) }),
      'run.start': async ({ documentId, options: runOptions }) => {
        const subject = subjectOf(shown.known(documentId));
        await trust.require(subject, included(subject, runOptions.to));
        // It may have been closed meanwhile: nobody could cancel its run.
        if (!viewer.documents.has(documentId)) throw unknownDocument(documentId);
        const { blueprint, baseFolder } = subject;
        // Its values will be looked at.
        values.warm();
        return { runId: runs.start(documentId, blueprint, baseFolder, runOptions) };
      },
      'run.cancel': async ({ runId }) => {
        await runs.cancel(runId);
        return {};
      },
      'run.snapshot': async ({ runId }) => runs.snapshot(runId),
      'run.acknowledge': async ({ runId, seq }) => {
        runs.acknowledge(viewer, runId, seq);
        return {};
      },
      ...documentHandlers({
        shown,
        viewer,
        documents,
        kept,
        workspaces,
        trust,
        catalog: kit.catalog,
        included,
      }),
      ...valueHandlers({ held, values, jobs: viewer.jobs, reveal: options.reveal }),
    };
  }
}

/** Puts a host together over an engine; the host owns it from then on and disposes of it. */
export async function createHostOver(
  kit: EngineKit,
  options: HostOptions,
  settings?: SettingsFile,
  opened?: Journal,
): Promise<Host> {
  const journal = opened ?? (await Journal.open(options.dataFolder));
  const kept = new DocumentJournal(journal, options.dataFolder);
  return new LocalHost(
    options,
    kit,
    await RecentFiles.load(options.dataFolder),
    settings ?? (await SettingsFile.load(options.dataFolder)),
    await TrustStore.load(options.dataFolder),
    journal,
    kept,
    await Workspaces.open(journal, kept),
  );
}

/**
 * The application of this machine. `kit.prepare()` starts the languages ahead of their first use.
 * @throws AtomitonError `data-folder-in-use` when another process is the host of this data folder.
 */
export async function createHost(options: HostOptions): Promise<{ host: Host; kit: EngineKit }> {
  const journal = await Journal.open(options.dataFolder);
  const settings = await SettingsFile.load(options.dataFolder);
  const kit = createLocalEngineKit(options.log, () => settings.current.runtimes);
  return { host: await createHostOver(kit, options, settings, journal), kit };
}
