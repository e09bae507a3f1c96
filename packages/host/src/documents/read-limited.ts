import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { AtomitonError } from '@atomiton/contracts';
import { fileProblem } from './file-problem.js';

/** A file as it was read: its text and the hash by which a later change is noticed. */
export interface FileText {
  text: string;
  /** SHA-256 of the bytes, hex. */
  hash: string;
}

/** SHA-256 of a text's UTF-8 bytes, hex. */
export function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/**
 * Reads a text file, unless it is larger than the limit: then nothing of it is read.
 * @throws AtomitonError `file-not-found`, `is-a-folder`, `not-allowed`, `file-too-large`, `not-utf8`.
 */
export async function readLimited(file: string, maxBytes: number): Promise<FileText> {
  try {
    // Not blocking: a pipe without a writer would hold the open for ever.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await handle.stat();
      if (found.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
      if (!found.isFile()) {
        throw new AtomitonError({
          kind: 'resource',
          code: 'not-a-file',
          message: `${file} is not an ordinary file.`,
          hint: 'Choose a file whose name ends in .blueprint.json.',
        });
      }
      if (found.size > maxBytes) {
        throw new AtomitonError({
          kind: 'validation',
          code: 'file-too-large',
          message: `${file} has ${megabytes(found.size)}; a blueprint may have at most ${megabytes(maxBytes)}.`,
          hint: 'Is it a data file? Read it with a node instead of opening it as a blueprint.',
        });
      }
      // One byte more than the size at hand: a file that grows meanwhile is noticed, not read without end.
      const buffer = Buffer.alloc(found.size + 1);
      let filled = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
        filled += bytesRead;
        if (bytesRead === 0 || filled === buffer.length) break;
      }
      const bytes = buffer.subarray(0, filled);
      let text: string;
      try {
        text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        throw new AtomitonError({
          kind: 'validation',
          code: 'not-utf8',
          message: `${file} is not UTF-8 text.`,
          hint: 'A blueprint is a JSON text file; is this one of another program?',
        });
      }
      return { text, hash: createHash('sha256').update(bytes).digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw fileProblem(thrown, file, 'read');
  }
}
