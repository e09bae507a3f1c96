import path from 'node:path';
import type { Catalog, Operation } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { lookAtFile } from './file-state.js';
import type { DocumentRecord } from './open-document.js';
import { rebasePaths } from './path-parameters.js';
import { printForFile } from './print-for-file.js';
import { hashText } from './read-limited.js';
import type { Versions } from './versions.js';
import { versionText } from './versions.js';
import { temporaryName, writeDurably } from './write-durably.js';

/** What a document is called until it is named. */
export const UNNAMED = 'Untitled';

/** The edit that gives a document that nobody has named the name of its first file. */
function nameOfFile({ path: own, blueprint }: DocumentRecord, file: string): Operation[] {
  const name = path.basename(file, '.blueprint.json');
  if (own !== undefined || blueprint.name !== UNNAMED || name === '' || name === UNNAMED) return [];
  return [{ op: 'rename-blueprint', name }];
}

/** What a save is going to write. */
export interface SavePlan {
  file: string;
  baseFolder: string;
  text: string;
  /** SHA-256 of the text, hex. */
  hash: string;
  /** The edits that make the document's paths relative to its file, and name it where nobody has. */
  moved: Operation[];
  /** Whether a file that is there may be replaced. */
  replace: boolean;
}

/**
 * Looks at the place where a document is to be saved, and prints it for there.
 * @throws AtomitonError `file-changed` when another program has changed the document's own file, `too-large`.
 */
export async function planSave(
  record: DocumentRecord,
  file: string,
  { overwrite, nameByFile }: { overwrite: boolean; nameByFile: boolean },
  catalog: Catalog,
): Promise<SavePlan> {
  const isOwnFile = file === record.path;
  const { state, hash: present } = await lookAtFile(file, record.fileHash, undefined);
  if (isOwnFile && !overwrite && state !== 'removed' && present !== record.fileHash) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'file-changed',
      message: `${file} was changed by someone else since it was opened.`,
      hint: 'Save under another name, or save again and replace it.',
    });
  }
  const baseFolder = path.dirname(file);
  const moved = [
    ...rebasePaths(record.blueprint, catalog, record.baseFolder, baseFolder),
    ...(nameByFile ? nameOfFile(record, file) : []),
  ];
  const text = printForFile(record.blueprint, moved, file);
  const replace = overwrite || (isOwnFile && state !== 'removed');
  return { file, baseFolder, text, hash: hashText(text), moved, replace };
}

/**
 * Keeps what is in the file as a version of it, and puts the new text in its place.
 * @param warn told when a version could not be kept: that is no reason not to save.
 * @throws AtomitonError what `writeDurably` says.
 */
export async function writeSave(
  record: DocumentRecord,
  plan: SavePlan,
  versions: Versions,
  warn: (message: string) => void,
): Promise<void> {
  const { file, text, replace } = plan;
  const now = Date.now();
  const keep = (content: string, reason: 'save' | 'replaced', savedMs: number) =>
    versions.keep(file, content, reason, savedMs).catch((thrown: unknown) => {
      warn(
        `A version of ${file} could not be kept: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      );
    });
  if (replace) {
    const before = await versionText(file);
    if (before !== undefined) {
      const { path: own, fileHash, savedRevision } = record;
      const ours = file === own && before.hash === fileHash && savedRevision >= 0;
      const { modifiedMs } = await lookAtFile(file, undefined, undefined);
      await keep(before.text, ours ? 'save' : 'replaced', Math.min(now, modifiedMs ?? now));
    }
  }
  await writeDurably(file, text, replace, temporaryName(record.documentId));
  await keep(text, 'save', now);
}
