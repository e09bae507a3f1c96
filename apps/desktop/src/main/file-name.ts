import path from 'node:path';

/** Gives a chosen name the first extension when it has none of them. */
export function withExtension(file: string, extensions: readonly string[]): string {
  const [first] = extensions;
  if (first === undefined) return file;
  const name = path.basename(file).toLowerCase();
  return extensions.some((extension) => name.endsWith(`.${extension}`)) ? file : `${file}.${first}`;
}
