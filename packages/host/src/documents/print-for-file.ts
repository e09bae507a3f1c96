import { applyOperations, MAX_BLUEPRINT_BYTES, printBlueprint } from '@atomiton/blueprint';
import type { Blueprint, Operation } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';

/**
 * The text of a document's file. A document that has grown beyond what can be opened again is not written over one
 * that can be.
 * @param moved edits that make its paths relative to the file.
 * @throws AtomitonError `too-large`.
 */
export function printForFile(blueprint: Blueprint, moved: readonly Operation[], file: string): string {
  const text = printBlueprint(applyOperations(blueprint, moved));
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes <= MAX_BLUEPRINT_BYTES) return text;
  const megabytes = (count: number) => (count / (1024 * 1024)).toFixed(1);
  throw new AtomitonError({
    kind: 'resource',
    code: 'too-large',
    message: `${file} would have ${megabytes(bytes)} MB; a blueprint may have at most ${megabytes(MAX_BLUEPRINT_BYTES)} MB, so that it could not be opened again. The file is as it was.`,
    hint: 'Your edits are kept here. Move large values into files that nodes read, then save.',
  });
}
