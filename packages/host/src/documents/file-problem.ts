import { AtomitonError } from '@atomiton/contracts';

const READ_PROBLEMS: Record<string, { code: string; message: (path: string) => string; hint: string }> = {
  ENOENT: {
    code: 'file-not-found',
    message: (path) => `There is no file at ${path}.`,
    hint: 'Check the path, or open another file.',
  },
  EISDIR: {
    code: 'is-a-folder',
    message: (path) => `${path} is a folder; a blueprint file was expected.`,
    hint: 'Choose a file whose name ends in .blueprint.json.',
  },
  ENOTDIR: {
    code: 'file-not-found',
    message: (path) => `A part of the path ${path} is a file, not a folder.`,
    hint: 'Check the path.',
  },
  EACCES: {
    code: 'not-allowed',
    message: (path) => `${path} may not be read by this user.`,
    hint: 'Change its permissions, or open a copy.',
  },
  ELOOP: {
    code: 'link-loop',
    message: (path) => `The path ${path} goes round in a circle of links.`,
    hint: 'One of its links leads back to itself: repair it, or choose the file by another path.',
  },
  ENAMETOOLONG: {
    code: 'name-too-long',
    message: (path) => `The file system does not take a name as long as that of ${path.slice(0, 80)}….`,
    hint: 'Choose a shorter name.',
  },
};

const WRITE_PROBLEMS: typeof READ_PROBLEMS = {
  ...READ_PROBLEMS,
  ENOENT: {
    code: 'folder-missing',
    message: (path) => `The folder of ${path} does not exist.`,
    hint: 'Make the folder first, or save somewhere else.',
  },
  EISDIR: {
    code: 'is-a-folder',
    message: (path) => `${path} is a folder; a file name was expected.`,
    hint: 'Add a file name.',
  },
  EACCES: {
    code: 'not-allowed',
    message: (path) => `The folder of ${path} may not be written by this user.`,
    hint: 'Change its permissions, or save somewhere else. Your changes are still open.',
  },
  EROFS: {
    code: 'read-only',
    message: (path) => `${path} lies on a read-only file system.`,
    hint: 'Save somewhere else. Your changes are still open.',
  },
  ENOSPC: {
    code: 'disk-full',
    message: (path) => `The disk is full: ${path} was not written.`,
    hint: 'Free some space and save again. The file before it is untouched, and your changes are still open.',
  },
};
WRITE_PROBLEMS.EPERM = WRITE_PROBLEMS.EACCES as (typeof WRITE_PROBLEMS)[string];
WRITE_PROBLEMS.EDQUOT = WRITE_PROBLEMS.ENOSPC as (typeof WRITE_PROBLEMS)[string];
WRITE_PROBLEMS.EFBIG = WRITE_PROBLEMS.ENOSPC as (typeof WRITE_PROBLEMS)[string];

/** The system's code of a failed file operation (`ENOENT`), or undefined. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** Turns what the file system threw into an error that says what to do; keeps an AtomitonError as it is. */
export function fileProblem(thrown: unknown, path: string, doing: 'read' | 'write'): AtomitonError {
  if (thrown instanceof AtomitonError) return thrown;
  const code = systemCode(thrown);
  const known = code === undefined ? undefined : (doing === 'read' ? READ_PROBLEMS : WRITE_PROBLEMS)[code];
  if (known !== undefined) {
    return new AtomitonError({
      kind: 'resource',
      code: known.code,
      message: known.message(path),
      hint: known.hint,
    });
  }
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new AtomitonError({
    kind: 'resource',
    code: doing === 'read' ? 'not-read' : 'not-written',
    message: `${path} could not be ${doing === 'read' ? 'read' : 'written'}: ${text}.`,
    hint: doing === 'read' ? 'Try again.' : 'Save somewhere else. Your changes are still open.',
  });
}
