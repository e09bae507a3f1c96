import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { AtomitonError, type ErrorData } from '@atomiton/contracts';

/** Larger files are refused: they have to fit into a module's memory beside the result. Bytes. */
const MAX_FILE_BYTES = 1024 ** 3;

/**
 * Reads the file of a file-typed parameter.
 * @throws AtomitonError that names the path, what is there, and what to do.
 */
export async function readParameterFile(parameter: string, path: string): Promise<Uint8Array> {
  const refuse = (code: string, message: string, hint: string, kind: ErrorData['kind'] = 'validation') =>
    new AtomitonError({ kind, code, message, hint, port: parameter });
  if (path === '') throw refuse('file-missing', 'No file is chosen.', 'Choose a file.');
  try {
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) {
        throw refuse('not-a-file', `${path} is a folder, expected a file.`, 'Choose a file inside it.');
      }
      if (!stat.isFile()) {
        throw refuse(
          'not-a-file',
          `${path} is a pipe, socket or device, expected a file.`,
          'Choose an ordinary file.',
        );
      }
      if (stat.size > MAX_FILE_BYTES) {
        const message = `${path} has ${stat.size} bytes, expected at most ${MAX_FILE_BYTES}.`;
        throw refuse('file-too-large', message, 'Choose a smaller file.', 'resource');
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof AtomitonError) throw thrown;
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw refuse('file-not-found', `${path} does not exist.`, 'Choose another file, or check the path.');
    if (code === 'EACCES')
      throw refuse('file-not-readable', `${path} may not be read.`, 'Change its permissions, or copy it.');
    if (code === 'ELOOP') {
      const hint = 'One of its links leads back to itself: repair it, or choose the file by another path.';
      throw refuse('link-loop', `The path ${path} goes round in a circle of links.`, hint);
    }
    throw refuse('file-not-readable', `${path} cannot be read: ${message}.`, 'Check the disk and the path.');
  }
}
