import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Example } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { z } from 'zod';

const SUFFIX = '.blueprint.json';
const headSchema = z.looseObject({ name: z.string(), description: z.string().optional() });

/** The blueprints of the examples folder by file name, with their names and descriptions. */
export async function listExamples(folder: string): Promise<Example[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(SUFFIX)).sort();
  const examples: Example[] = [];
  for (const name of names) {
    try {
      const head = headSchema.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
      examples.push({
        id: name.slice(0, -SUFFIX.length),
        name: head.name,
        description: head.description ?? '',
      });
    } catch {
      // A file that is being written or is no blueprint is not offered.
    }
  }
  return examples;
}

/** The file of an example. @throws AtomitonError `unknown-example`. */
export function exampleFile(folder: string, id: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,99}$/.test(id)) return path.join(folder, `${id}${SUFFIX}`);
  throw new AtomitonError({
    kind: 'validation',
    code: 'unknown-example',
    message: `There is no example "${id}".`,
    hint: 'Take one of app.info.',
  });
}
