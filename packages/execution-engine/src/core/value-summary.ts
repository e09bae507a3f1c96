import type { JsonValue, Value, ValueSummary } from '@atomiton/contracts';
import { sizeBytesOf } from '@atomiton/contracts';

/** Plain data whose text is shorter than this travels whole inside its summary. Characters. */
const WHOLE_JSON_CHARS = 4096;
const PREVIEW_CHARS = 200;
/** Above this many items a JSON value is measured without writing its text. */
const TEXT_NODES = 20_000;

/** Counts the parts of a JSON value, giving up at `limit`. */
function partsUpTo(root: JsonValue, limit: number): number {
  const stack: JsonValue[] = [root];
  let parts = 0;
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    parts++;
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'string') parts += value.length >>> 6;
    } else if (Array.isArray(value)) {
      if (value.length > limit) return limit;
      for (const item of value) stack.push(item);
    } else {
      for (const key of Object.keys(value)) stack.push(value[key] as JsonValue);
    }
    if (parts >= limit) return limit;
  }
  return parts;
}

function summariseJson(json: JsonValue, identity: string): ValueSummary {
  const isPlain = typeof json !== 'object' && typeof json !== 'string';
  if (!isPlain && partsUpTo(json, TEXT_NODES) >= TEXT_NODES) {
    const what = Array.isArray(json)
      ? `list of ${json.length} items`
      : typeof json === 'string'
        ? json.slice(0, PREVIEW_CHARS)
        : 'large JSON value';
    return { kind: 'json', identity, sizeBytes: estimateJsonBytes(json), text: what };
  }
  const text = JSON.stringify(json);
  if (text.length < WHOLE_JSON_CHARS) {
    return { kind: 'json', identity, sizeBytes: text.length, json, text: text.slice(0, PREVIEW_CHARS) };
  }
  return { kind: 'json', identity, sizeBytes: text.length, text: `${text.slice(0, PREVIEW_CHARS)}…` };
}

/** What the renderer gets of a value: never the payload itself. */
export function summarise(value: Value): ValueSummary {
  const { identity } = value;
  switch (value.kind) {
    case 'json':
      return summariseJson(value.json, identity);
    case 'bytes':
      return { kind: 'bytes', identity, sizeBytes: sizeBytesOf(value) };
    case 'table':
      return {
        kind: 'table',
        identity,
        sizeBytes: sizeBytesOf(value),
        rows: value.rows,
        columns: value.columns,
      };
    case 'tensor':
      return {
        kind: 'tensor',
        identity,
        sizeBytes: sizeBytesOf(value),
        dtype: value.dtype,
        shape: value.shape,
      };
    case 'image':
      return {
        kind: 'image',
        identity,
        sizeBytes: sizeBytesOf(value),
        width: value.width,
        height: value.height,
      };
    case 'file':
      return { kind: 'file', identity, sizeBytes: value.sizeBytes, path: value.path };
    case 'list':
      return { kind: 'list', identity, sizeBytes: estimateBytes(value), length: value.items.length };
  }
}

/** Memory that keeping a value takes: payload bytes, or an estimate for plain data. Bytes. */
export function estimateBytes(value: Value): number {
  if (value.kind === 'json') return 64 + estimateJsonBytes(value.json);
  const stack: Value[] = [value];
  let total = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    total += 64;
    if (next.kind === 'list') {
      for (const item of next.items) stack.push(item);
    } else if (next.kind === 'json') total += estimateJsonBytes(next.json);
    else if (next.kind !== 'file') total += sizeBytesOf(next);
  }
  return total;
}

function estimateJsonBytes(root: JsonValue): number {
  if (typeof root === 'number') return 8;
  if (typeof root === 'string') return root.length;
  const stack: JsonValue[] = [root];
  let total = 0;
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value === 'string') total += value.length + 2;
    else if (typeof value !== 'object' || value === null) total += 8;
    else if (Array.isArray(value)) {
      total += 8 + value.length;
      for (const item of value) stack.push(item);
    } else {
      total += 16;
      for (const key of Object.keys(value)) {
        total += key.length + 3;
        stack.push(value[key] as JsonValue);
      }
    }
  }
  return total;
}
