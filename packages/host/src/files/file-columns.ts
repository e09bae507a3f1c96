import path from 'node:path';
import { AtomitonError } from '@atomiton/contracts';
import { readColumns } from '@atomiton/nodes/tables';
import { FolderBorder } from '../trust/outside-folder.js';

interface FileColumnsRequest {
  path: string;
  delimiter: string;
  header: 'auto' | 'yes' | 'no';
}

/**
 * The columns that a file of delimited text begins with, for what is typed in a form.
 * @param baseFolder that relative paths start from; undefined where the document has none
 * @param trusted whether the document may read outside of its folder
 * @throws AtomitonError `no-folder`, `outside-folder`, or what keeps the file from being read
 */
export async function fileColumns(
  { path: file, delimiter, header }: FileColumnsRequest,
  baseFolder: string | undefined,
  trusted: boolean,
): Promise<{ columns: { name: string; type: string }[] }> {
  if (baseFolder === undefined && !path.isAbsolute(file)) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'no-folder',
      message: `"${file}" is a relative path; the document has no folder yet.`,
      hint: 'Save the document, or choose the file again.',
    });
  }
  const absolute = baseFolder === undefined ? file : path.resolve(baseFolder, file);
  if (!trusted && (await new FolderBorder(baseFolder).outside(absolute)) !== undefined) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'outside-folder',
      message: `${absolute} lies outside of the folder of this document, which is not trusted to read there.`,
      hint: 'Run the document once and allow it.',
    });
  }
  return { columns: await readColumns(absolute, { delimiter, header }) };
}
