import type { BridgeHandlers, Catalog, DOCUMENT_METHODS, OpenDocument } from '@atomiton/contracts';
import type { Trust, TrustSubject } from '../trust/trust.js';
import { subjectOf } from '../trust/trust.js';
import type { DocumentJournal } from './document-journal.js';
import type { DocumentRecord } from './open-document.js';
import type { OpenDocuments } from './open-documents.js';
import { withUnkept } from './unkept-edits.js';
import type { Workspaces } from './workspaces.js';
import { writeCopy } from './write-copy.js';

/** The documents as one viewer has them. */
export interface ShownDocuments {
  /** The document, which the viewer watches from now on: after a lost connection it goes on with it. */
  known(documentId: string): DocumentRecord;
  /** The same of the one viewer that edits it. @throws AtomitonError `not-writer` */
  own(documentId: string): DocumentRecord;
  /** What the viewer receives of it; it watches it from now on. */
  describe(record: DocumentRecord): OpenDocument;
  /** From now on this viewer edits it. */
  take(documentId: string): void;
  /** This viewer closes it; it is closed when nobody shows it any more. */
  leave(documentId: string): Promise<void>;
  /** Settles when none is being closed. */
  closed(): Promise<void>;
}

export interface DocumentServices {
  shown: ShownDocuments;
  /** Who edits: it is not told of its own edits. */
  viewer: object;
  documents: OpenDocuments;
  kept: DocumentJournal;
  workspaces: Workspaces;
  trust: Trust;
  catalog: Catalog;
  /** Nodes that a run, or a run to a node, includes. */
  included(subject: TrustSubject, to: string | undefined): readonly string[];
}

/** The methods about documents, for one viewer. */
export function documentHandlers({
  shown,
  viewer,
  documents,
  kept,
  workspaces,
  trust,
  catalog,
  included,
}: DocumentServices): Pick<BridgeHandlers, keyof typeof DOCUMENT_METHODS> {
  return {
    'document.create': async ({ example }) => {
      const record = await documents.create(example);
      trust.begin(record.documentId, undefined);
      return shown.describe(record);
    },
    'document.open': async ({ path }) => {
      // One that is being closed is read anew, not shown as it was.
      await shown.closed();
      const record = await documents.open(path);
      trust.begin(record.documentId, record.path === undefined ? undefined : subjectOf(record));
      return shown.describe(record);
    },
    'document.reopen': async ({ documentId }) => {
      const closed = kept.facts(documentId)?.state === 'closed';
      const record = await documents.reopen(documentId);
      // What was closed is forgotten by whoever decides what may run: it is asked about again.
      const arrival = closed || record.path !== undefined ? subjectOf(record) : undefined;
      trust.begin(record.documentId, arrival);
      return shown.describe(record);
    },
    'document.close': async ({ documentId }) => {
      await shown.leave(documentId);
      return {};
    },
    'document.apply': async ({ documentId, baseRevision, operations, entry }) => {
      shown.own(documentId);
      const applied = await documents.apply(documentId, baseRevision, operations, entry, viewer);
      if (operations.some(({ op }) => op === 'replace')) trust.replaced(subjectOf(documents.get(documentId)));
      return applied;
    },
    'document.save': async ({ documentId, path, overwrite, unkept, nameByFile }) => {
      shown.own(documentId);
      // What was pasted or replaced just before is known when it is asked what may be remembered.
      const unsettled = await trust.unsettled(subjectOf(await documents.settled(documentId)));
      const saved = await documents.save(documentId, path, overwrite, viewer, unkept, nameByFile);
      const record = documents.get(documentId);
      await trust.saved(subjectOf(record), unsettled);
      return unkept === undefined ? saved : { ...saved, document: shown.describe(record) };
    },
    'document.saveCopy': async ({ documentId, path, overwrite, unkept }) => ({
      path: await writeCopy(withUnkept(shown.known(documentId), unkept), path, overwrite, catalog),
    }),
    'document.takeLease': async ({ documentId }) => {
      const record = shown.known(documentId);
      shown.take(documentId);
      return shown.describe(record);
    },
    'document.disk': ({ documentId }) => {
      shown.known(documentId);
      return documents.disk(documentId);
    },
    'document.resolveDisk': async ({ documentId, answer }) => {
      shown.own(documentId);
      if (answer === 'keep') await documents.keep(documentId);
      else {
        await documents.reload(documentId);
        trust.replaced(subjectOf(documents.get(documentId)));
      }
      return {};
    },
    'document.versions': ({ documentId }) => {
      shown.known(documentId);
      return documents.versions(documentId);
    },
    'document.version': async ({ documentId, id }) => {
      shown.known(documentId);
      const { blueprint, diagnostics } = await documents.version(documentId, id);
      return { blueprint, diagnostics };
    },
    'document.draft': async ({ documentId, field, text }) => {
      shown.own(documentId);
      await documents.draft(documentId, field, text);
      return {};
    },
    'workspace.get': async ({ window }) => workspaces.get(window),
    'workspace.set': async ({ window, ...workspace }) => {
      await workspaces.set(window, workspace);
      return {};
    },
    'trust.check': async ({ documentId, to }) => {
      const subject = subjectOf(shown.known(documentId));
      return trust.check(subject, included(subject, to));
    },
    'trust.accept': async ({ documentId, to, digest }) => {
      const subject = subjectOf(shown.known(documentId));
      await trust.accept(subject, included(subject, to), digest);
      return {};
    },
    'trust.foreign': async ({ documentId, nodes }) => {
      await trust.pasted(subjectOf(shown.known(documentId)), nodes, documents.all().map(subjectOf));
      return {};
    },
    'trust.list': async () => ({ entries: trust.list() }),
    'trust.revoke': async ({ path }) => {
      await trust.revoke(path, documents.all().map(subjectOf));
      return {};
    },
  };
}
