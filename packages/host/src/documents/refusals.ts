import path from 'node:path';
import { AtomitonError } from '@atomiton/contracts';
import type { DocumentRecord } from './open-document.js';

/** @throws AtomitonError `not-absolute` */
export function requireAbsolute(file: string): string {
  if (path.isAbsolute(file)) return path.normalize(file);
  throw new AtomitonError({
    kind: 'validation',
    code: 'not-absolute',
    message: `"${file}" is not an absolute path.`,
    hint: 'Send the whole path of the file.',
  });
}

/** @throws AtomitonError `stale-revision` */
export function requireRevision(record: DocumentRecord, baseRevision: number): void {
  if (record.revision === baseRevision) return;
  throw new AtomitonError({
    kind: 'validation',
    code: 'stale-revision',
    message: `The edit builds on revision ${baseRevision}; the document is at revision ${record.revision}.`,
    hint: 'Apply what was announced meanwhile, then send the edit again.',
  });
}

export function noPath(): AtomitonError {
  return new AtomitonError({
    kind: 'validation',
    code: 'no-path',
    message: 'This document has no file yet.',
    hint: 'Choose where to save it.',
  });
}

export function unknownDocument(documentId: string): AtomitonError {
  return new AtomitonError({
    kind: 'validation',
    code: 'unknown-document',
    message: `No document "${documentId}" is open.`,
    hint: 'Open it again.',
  });
}
