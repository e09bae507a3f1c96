import type { Catalog, JsonValue } from '@atomiton/contracts';

const DRIVE = /^([A-Za-z]:[\\/]|\\\\)/;

/** Where a path of a blueprint leads from a folder, without `.` and `..`; as it is where there is no folder. */
export function resolveFile(file: string, folder: string | undefined): string {
  const isDrive = DRIVE.test(file);
  const isAbsolute = isDrive || file.startsWith('/');
  if (file === '' || (!isAbsolute && folder === undefined)) return file;
  const joined = isAbsolute ? file : `${folder ?? ''}/${file}`;
  const whole = isDrive || DRIVE.test(folder ?? '') ? joined.replaceAll('\\', '/') : joined;
  const segments: string[] = [];
  for (const segment of whole.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return `/${segments.join('/')}`;
}

function resolveValue(value: JsonValue, folder: string | undefined): JsonValue {
  if (typeof value === 'string') return resolveFile(value, folder);
  return Array.isArray(value) ? value.map((item) => resolveValue(item, folder)) : value;
}

/** The parameters of a node with its files as where they lead: `data/a.csv` and `/home/me/data/a.csv` may be one. */
export function withResolvedFiles(
  type: string,
  parameters: Readonly<Record<string, JsonValue>>,
  catalog: Catalog,
  folder: string | undefined,
): Readonly<Record<string, JsonValue>> {
  const files = catalog
    .get(type)
    ?.parameters.filter((spec) => spec.type === 'file' || spec.type === 'list<file>')
    .filter(({ name }) => Object.hasOwn(parameters, name));
  if (files === undefined || files.length === 0) return parameters;
  const resolved = { ...parameters };
  for (const { name } of files) resolved[name] = resolveValue(parameters[name] ?? null, folder);
  return resolved;
}
