import type { JsonEntry, JsonPath, JsonValue } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';

const PREVIEW_CHARS = 120;
const SLICE_MS = 4;

type Container = JsonValue[] | { [key: string]: JsonValue };

export function kindOf(value: JsonValue): JsonEntry['kind'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'object' || type === 'string' || type === 'number' ? type : 'boolean';
}

/** The keys of large objects, in the order of their text, found out once. */
export class JsonKeys {
  private readonly known = new WeakMap<object, string[]>();

  of(value: { [key: string]: JsonValue }): string[] {
    const keys = this.known.get(value) ?? Object.keys(value);
    this.known.set(value, keys);
    return keys;
  }
}

/**
 * The value at a path.
 * @throws AtomitonError `no-such-path`.
 */
export function valueAt(root: JsonValue, path: JsonPath): JsonValue {
  let value = root;
  for (const step of path) {
    const inside =
      Array.isArray(value) && typeof step === 'number'
        ? value[step]
        : typeof value === 'object' &&
            value !== null &&
            typeof step === 'string' &&
            Object.hasOwn(value, step)
          ? (value as { [key: string]: JsonValue })[step]
          : undefined;
    if (inside === undefined) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'no-such-path',
        message: `There is nothing at ${pathText(path)}.`,
        hint: 'Open the value again: it has changed.',
      });
    }
    value = inside;
  }
  return value;
}

/** `rows[3].name`, with other names as `["any name"]`. */
export function pathText(path: JsonPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (/^[A-Za-z_$][\w$]*$/.test(step)) return index === 0 ? step : `.${step}`;
      return `[${JSON.stringify(step)}]`;
    })
    .join('');
}

function previewOf(value: JsonValue): string {
  if (typeof value === 'string') {
    const shown = value.length > PREVIEW_CHARS ? `${value.slice(0, PREVIEW_CHARS)}…` : value;
    return JSON.stringify(shown);
  }
  return typeof value === 'object' && value !== null ? '' : String(value);
}

function sizeOf(value: JsonValue, keys: JsonKeys): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Array.isArray(value) ? value.length : keys.of(value).length;
}

/** One page of the entries of an object or array; of a plain value, the value itself is described. */
export function jsonPage(root: JsonValue, path: JsonPath, offset: number, limit: number, keys: JsonKeys) {
  const value = valueAt(root, path);
  const kind = kindOf(value);
  if (typeof value !== 'object' || value === null) {
    return { kind, total: 0, entries: [] };
  }
  const names = Array.isArray(value) ? undefined : keys.of(value);
  const total = names?.length ?? (value as JsonValue[]).length;
  const entries: JsonEntry[] = [];
  for (let index = offset; index < Math.min(total, offset + limit); index++) {
    const key = names === undefined ? index : (names[index] as string);
    const inner = (value as { [key: string]: JsonValue })[key as string] as JsonValue;
    entries.push({ key, kind: kindOf(inner), size: sizeOf(inner, keys), preview: previewOf(inner) });
  }
  return { kind, total, entries };
}

function holdsText(value: JsonValue, wanted: string): boolean {
  if (typeof value === 'object' && value !== null) return false;
  return String(value).toLowerCase().includes(wanted);
}

/**
 * Entries whose key or plain value holds `text`, upper and lower case alike, in the order of the value. Gives way to
 * the event loop every few milliseconds.
 * @param stopped asked at every pause; true ends the search with an error.
 * @throws what `stopped` throws.
 */
export async function searchJson(
  root: JsonValue,
  text: string,
  limit: number,
  keys: JsonKeys,
  pause: (fraction: number) => void,
): Promise<{ matches: { path: JsonPath; places: number[] }[]; more: boolean }> {
  const wanted = text.toLowerCase();
  const matches: { path: JsonPath; places: number[] }[] = [];
  const frames: { value: Container; names: string[] | undefined; next: number }[] = [];
  const path: JsonPath = [];
  const places: number[] = [];
  const enter = (value: JsonValue): void => {
    if (typeof value !== 'object' || value === null) return;
    frames.push({ value, names: Array.isArray(value) ? undefined : keys.of(value), next: 0 });
  };
  if (holdsText(root, wanted)) matches.push({ path: [], places: [] });
  enter(root);
  let began = performance.now();
  let steps = 0;
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { value, names } = frame;
    const total = names?.length ?? (value as JsonValue[]).length;
    path.length = frames.length - 1;
    places.length = frames.length - 1;
    if (frame.next === total) {
      frames.pop();
      continue;
    }
    const index = frame.next++;
    const key = names === undefined ? index : (names[index] as string);
    const inner = (value as { [key: string]: JsonValue })[key as string] as JsonValue;
    path.push(key);
    places.push(index);
    if ((typeof key === 'string' && key.toLowerCase().includes(wanted)) || holdsText(inner, wanted)) {
      if (matches.length === limit) return { matches, more: true };
      matches.push({ path: [...path], places: [...places] });
    }
    enter(inner);
    if (++steps % 1024 === 0 && performance.now() - began > SLICE_MS) {
      const first = frames[0];
      const outer = first === undefined ? 1 : (first.names?.length ?? (first.value as JsonValue[]).length);
      pause((first?.next ?? 1) / Math.max(1, outer));
      await new Promise<void>((resolve) => setImmediate(resolve));
      began = performance.now();
    }
  }
  return { matches, more: false };
}
