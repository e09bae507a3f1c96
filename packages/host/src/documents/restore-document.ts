import { DocumentHistory } from '@atomiton/blueprint';
import type { Blueprint, Diagnostic } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import type { FoldedDocument } from '../journal/fold-journal.js';
import { afterSave } from '../journal/fold-journal.js';
import type { DocumentJournal } from './document-journal.js';
import { lookAtFile } from './file-state.js';
import type { DocumentRecord } from './open-document.js';
import { hasChanges, newRecord } from './open-document.js';
import { readBlueprint } from './read-blueprint.js';
import { removeLeftover, temporaryName } from './write-durably.js';

export interface RestoreOptions {
  journal: DocumentJournal;
  validate(blueprint: Blueprint): Diagnostic[];
}

function incomplete(problem: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'journal-incomplete',
    message: problem,
    hint: 'Everything before it is here.',
  };
}

/** A restored document without edits of its own is that of its file, whatever has happened to that meanwhile. */
async function catchUp(record: DocumentRecord, { journal, validate }: RestoreOptions): Promise<void> {
  const { path: file } = record;
  if (file === undefined) return;
  const look = await lookAtFile(file, record.fileHash, undefined);
  record.look = look;
  record.fileState = {
    state: look.state,
    ...(look.modifiedMs === undefined ? {} : { modifiedMs: look.modifiedMs }),
  };
  if (look.state !== 'changed' || hasChanges(record)) return;
  try {
    const { blueprint, hash, diagnostics } = await readBlueprint(file);
    Object.assign(record, { blueprint, fileHash: hash, notes: diagnostics });
    record.history = new DocumentHistory();
    record.savedSteps = record.history.steps;
    record.diagnostics = validate(blueprint);
    record.fileState = { ...record.fileState, state: 'same' };
    await journal.begin(record);
  } catch {
    // It is shown as changed; opening it says what is wrong with it.
  }
}

/** Brings a document back out of the journal; undefined where that has none. @throws AtomitonError `journal-unreadable` */
export async function restoreDocument(
  documentId: string,
  { journal, validate }: RestoreOptions,
): Promise<DocumentRecord | undefined> {
  let kept: FoldedDocument | undefined = await journal.read(documentId).catch(async (thrown: unknown) => {
    if (toErrorData(thrown).code === 'journal-unreadable') await journal.forget(documentId);
    throw thrown;
  });
  if (kept === undefined) {
    await journal.forget(documentId);
    return undefined;
  }
  let whole = kept.problem !== undefined || journal.facts(documentId)?.state === 'closed';
  const { saving } = kept;
  if (saving !== undefined) {
    await removeLeftover(saving.path, temporaryName(documentId));
    const { state } = await lookAtFile(saving.path, saving.hash, undefined);
    kept = state === 'same' ? afterSave(kept, saving) : { ...kept, saving: undefined };
    whole = true;
  }
  const { problem, blueprint, revision, savedRevision, path, baseFolder, fileHash, history, drafts } = kept;
  const record = newRecord(documentId, {
    blueprint,
    diagnostics: validate(blueprint),
    path,
    baseFolder,
    fileHash,
    revision,
    savedRevision,
    history,
    drafts,
    notes: problem === undefined ? [] : [incomplete(problem)],
  });
  await catchUp(record, { journal, validate });
  if (whole) await journal.begin(record);
  return record;
}
