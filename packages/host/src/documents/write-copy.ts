import path from 'node:path';
import { AtomitonError, type Catalog } from '@atomiton/contracts';
import type { DocumentRecord } from './open-document.js';
import { rebasePaths } from './path-parameters.js';
import { printForFile } from './print-for-file.js';
import { writeDurably } from './write-durably.js';

/**
 * Writes a document to another file, its paths relative to that one; the document itself is not changed.
 * @returns the path written.
 * @throws AtomitonError `own-file`, `not-absolute`, `file-exists`, `too-large`, and what the file system says.
 */
export async function writeCopy(
  record: DocumentRecord,
  file: string,
  overwrite: boolean,
  catalog: Catalog,
): Promise<string> {
  if (!path.isAbsolute(file)) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'not-absolute',
      message: `"${file}" is not an absolute path.`,
      hint: 'Send the whole path of the file.',
    });
  }
  const target = path.normalize(file);
  if (target === record.path) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'own-file',
      message: `${target} is the document's own file.`,
      hint: 'Choose another name for the copy, or save the document.',
    });
  }
  const moved = rebasePaths(record.blueprint, catalog, record.baseFolder, path.dirname(target));
  await writeDurably(target, printForFile(record.blueprint, moved, target), overwrite);
  return target;
}
