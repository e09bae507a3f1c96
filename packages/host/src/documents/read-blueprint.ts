import type { ParsedBlueprint } from '@atomiton/blueprint';
import { MAX_BLUEPRINT_BYTES, parseBlueprint } from '@atomiton/blueprint';
import type { Blueprint, Diagnostic } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { readLimited } from './read-limited.js';

/** A blueprint file as it lies on the disk. */
export interface BlueprintFile {
  blueprint: Blueprint;
  /** SHA-256 of the file's bytes, hex. */
  hash: string;
  diagnostics: Diagnostic[];
}

/**
 * Reads and parses a blueprint file; the parser's findings are data, what the file system says is thrown.
 * @throws AtomitonError `file-not-found`, `is-a-folder`, `not-allowed`, `file-too-large`, `not-utf8`.
 */
export async function parseBlueprintFile(file: string): Promise<ParsedBlueprint & { hash: string }> {
  const { text, hash } = await readLimited(file, MAX_BLUEPRINT_BYTES);
  return { ...parseBlueprint(text), hash };
}

/**
 * Reads a blueprint file or says why it is none.
 * @throws AtomitonError with the first finding as its code and message, and how many more there are.
 */
export async function readBlueprint(file: string): Promise<BlueprintFile> {
  const parsed = await parseBlueprintFile(file);
  if (parsed.ok) return { blueprint: parsed.blueprint, hash: parsed.hash, diagnostics: parsed.diagnostics };
  const [first] = parsed.diagnostics;
  const more = parsed.diagnostics.length - 1;
  const others = more > 0 ? ` (and ${more} more problem${more === 1 ? '' : 's'})` : '';
  throw new AtomitonError({
    kind: 'validation',
    code: first?.code ?? 'bad-shape',
    message: `${file} could not be opened. ${first?.message ?? 'It is not a blueprint.'}${others}`,
    node: first?.node,
    hint: first?.hint,
  });
}
