import type { Catalog, NodeDefinition } from '@atomiton/contracts';

const READERS: { extensions: readonly string[]; type: string }[] = [
  { extensions: ['csv', 'tsv', 'txt'], type: 'core/csv-reader' },
  { extensions: ['png', 'jpg', 'jpeg'], type: 'core/image-load' },
];

/** Files that a node can be placed for. */
export const READABLE_EXTENSIONS: readonly string[] = READERS.flatMap(({ extensions }) => extensions);

function extensionOf(file: string): string {
  return /\.([a-z0-9]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
}

/** A node that reads such a file, and the parameter that names it. */
export function readerFor(
  catalog: Catalog,
  file: string,
): { definition: NodeDefinition; parameter: string } | undefined {
  const reader = READERS.find(({ extensions }) => extensions.includes(extensionOf(file)));
  const definition = reader === undefined ? undefined : catalog.get(reader.type);
  const parameter = definition?.parameters.find(({ type }) => type === 'file')?.name;
  return definition === undefined || parameter === undefined ? undefined : { definition, parameter };
}

/** Whether a file is a blueprint by its name. */
export function isBlueprintName(file: string): boolean {
  return extensionOf(file) === 'json';
}
