import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Catalog, Example } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { z } from 'zod';

const SUFFIX = '.blueprint.json';
const nodesSchema = z
  .record(
    z.string(),
    z.looseObject({ type: z.string(), parameters: z.record(z.string(), z.unknown()).default({}) }),
  )
  .default({});
const headSchema = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  nodes: nodesSchema,
  subgraphs: z.record(z.string(), z.looseObject({ nodes: nodesSchema })).default({}),
});

type Head = z.infer<typeof headSchema>;

/** What an example needs: the languages of its nodes, subgraphs included, and the files that their parameters name. */
function needsOf(head: Head, catalog: Catalog): Pick<Example, 'languages' | 'files' | 'nodes'> {
  const languages = new Set<Example['languages'][number]>();
  const files = new Set<string>();
  const nodes = [head, ...Object.values(head.subgraphs)].flatMap((level) => Object.values(level.nodes));
  for (const { type, parameters } of nodes) {
    const definition = catalog.get(type);
    if (definition === undefined) continue;
    languages.add(definition.runtime.language);
    for (const { name, type: kind, widget } of definition.parameters) {
      const value = parameters[name];
      if (
        (kind === 'file' || widget === 'file' || widget === 'folder') &&
        typeof value === 'string' &&
        value !== ''
      )
        files.add(value);
    }
  }
  return { languages: [...languages], files: [...files].sort(), nodes: nodes.length };
}

const pictureFile = (folder: string, id: string, theme: string): string =>
  path.join(folder, 'pictures', `${id}-${theme}.png`);

/** The blueprints of the examples folder by file name, with their names, descriptions, and what they need. */
export async function listExamples(folder: string, catalog: Catalog): Promise<Example[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(SUFFIX)).sort();
  const examples: Example[] = [];
  for (const name of names) {
    try {
      const head = headSchema.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
      const id = name.slice(0, -SUFFIX.length);
      examples.push({
        id,
        name: head.name,
        description: head.description ?? '',
        picture: existsSync(pictureFile(folder, id, 'dark')),
        ...needsOf(head, catalog),
      });
    } catch {
      // A file that is being written or is no blueprint is not offered.
    }
  }
  return examples;
}

/** What an example looks like. @throws AtomitonError `unknown-example`, or `no-picture` where none was made. */
export async function examplePicture(
  folder: string,
  id: string,
  theme: 'dark' | 'light',
): Promise<{ pngBase64: string }> {
  exampleFile(folder, id);
  try {
    const ownColours = pictureFile(folder, id, theme);
    const file = existsSync(ownColours) ? ownColours : pictureFile(folder, id, 'dark');
    return { pngBase64: (await readFile(file)).toString('base64') };
  } catch {
    throw new AtomitonError({
      kind: 'validation',
      code: 'no-picture',
      message: `There is no picture of the example "${id}".`,
    });
  }
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
