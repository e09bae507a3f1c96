import { readFileSync } from 'node:fs';
import type { NodeDefinition } from '@atomiton/contracts';
import { AtomitonError, nodeDefinitionSchema } from '@atomiton/contracts';
import { z } from 'zod';

const fileSchema = z.array(nodeDefinitionSchema).max(1000);

/**
 * Reads more node definitions from a JSON file: a list in the shape of NodeDefinition whose code the built-in runtimes
 * already have (`runtime.module`, `runtime.handler`).
 * @throws AtomitonError of the kind validation that names the file and the first wrong key
 */
export function readDefinitions(path: string): NodeDefinition[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw refused(path, thrown instanceof Error ? thrown.message : String(thrown));
  }
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refused(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a list of definitions'}`);
}

function refused(path: string, reason: string): AtomitonError {
  return new AtomitonError({
    kind: 'validation',
    code: 'bad-definitions',
    message: `The node definitions in ${path} cannot be used: ${reason}.`,
    hint: 'Correct the file named by ATOMITON_TEST_DEFINITIONS, or unset it.',
  });
}
