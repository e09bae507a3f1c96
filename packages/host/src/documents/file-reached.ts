import type { Blueprint, EditEntry } from '@atomiton/contracts';
import type { DocumentRecord } from './open-document.js';
import { printForFile } from './print-for-file.js';
import { hashText } from './read-limited.js';

/**
 * SHA-256 of the document's file where taking edits back, or doing them again, has brought the document to what the file
 * holds; undefined where it has not. Only where the history is as long as at the last save is the document printed.
 * @param blueprint the document with the edit.
 */
export function fileReached(
  { path, fileHash, savedSteps, history, behind }: DocumentRecord,
  blueprint: Blueprint,
  entry: EditEntry | undefined,
): string | undefined {
  if (path === undefined || fileHash === undefined || behind) return undefined;
  if (entry === undefined || entry.kind === 'do') return undefined;
  const steps = history.steps + (entry.kind === 'undo' ? -1 : 1);
  if (savedSteps !== undefined && steps !== savedSteps) return undefined;
  try {
    return hashText(printForFile(blueprint, [], path)) === fileHash ? fileHash : undefined;
  } catch {
    // Too large for a file: not what the file holds.
    return undefined;
  }
}
