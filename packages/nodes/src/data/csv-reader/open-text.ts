import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { AtomitonError } from '@atomiton/contracts';

/** An open text file whose first bytes have been looked at. */
export interface TextFile {
  handle: FileHandle;
  sizeBytes: number;
  /** At most 256 KB, cut behind the last complete line. */
  sample: Uint8Array;
}

const SAMPLE_BYTES = 256 * 1024;

function refuse(code: string, message: string, hint: string): AtomitonError {
  return new AtomitonError({ kind: 'validation', code, message, hint, port: 'path' });
}

function openingProblem(thrown: unknown, path: string): unknown {
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return refuse(
      'file-not-found',
      `There is no file ${path}.`,
      'Correct the path, or choose the file again.',
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return refuse('file-not-readable', `${path} may not be read by this user.`, 'Change its permissions.');
  }
  if (code === 'ELOOP') {
    return refuse(
      'link-loop',
      `The path ${path} goes round in a circle of links.`,
      'One of its links leads back to itself: repair it, or choose the file by another path.',
    );
  }
  if (code === 'EISDIR') {
    return refuse('is-a-folder', `${path} is a folder; a CSV file is needed.`, 'Choose a file in it.');
  }
  return thrown;
}

/** Refuses what is certainly no UTF-8 text and says what it is instead. */
function checkStart(start: Uint8Array, path: string): void {
  const [first, second] = start;
  const alternating =
    start.length >= 4 && (start[1] === 0) !== (start[0] === 0) && (start[1] === 0) === (start[3] === 0);
  if (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (alternating && start.includes(0x0a))
  ) {
    throw refuse('wrong-encoding', `${path} is UTF-16 text; UTF-8 is needed.`, 'Save it again as UTF-8.');
  }
  const zero = start.indexOf(0);
  if (zero !== -1) {
    const hex = [...start.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw refuse(
      'not-text',
      `${path} is binary data, not text: it begins with ${hex} and has a zero byte at ${zero}.`,
      'Choose a CSV file.',
    );
  }
}

/**
 * Opens a delimited text file and refuses folders, empty files, UTF-16 and binary data by name.
 * @throws AtomitonError of the kind validation
 */
export async function openText(path: string): Promise<TextFile> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
    (thrown: unknown) => {
      throw openingProblem(thrown, path);
    },
  );
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw openingProblem({ code: 'EISDIR' }, path);
    if (!stats.isFile()) {
      throw refuse(
        'not-a-file',
        `${path} is a pipe, socket or device; a CSV file is needed.`,
        'Choose an ordinary file.',
      );
    }
    if (stats.size === 0) {
      throw refuse('empty-file', `${path} is empty: 0 bytes.`, 'Choose a file with at least one row.');
    }
    const start = Buffer.alloc(Math.min(SAMPLE_BYTES, stats.size));
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    const bytes = start.subarray(0, bytesRead);
    checkStart(bytes, path);
    const lastLine = bytes.lastIndexOf(0x0a);
    const complete = bytesRead === stats.size || lastLine === -1 ? bytes : bytes.subarray(0, lastLine + 1);
    return { handle, sizeBytes: stats.size, sample: complete };
  } catch (thrown) {
    await handle.close();
    throw openingProblem(thrown, path);
  }
}
