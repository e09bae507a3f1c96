import { z } from 'zod';

/** Any JSON value. Records that come from a file or a message have no `__proto__`, `constructor` or `prototype` key. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** True for keys that could reach an object's prototype; they are refused at every border. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}

/**
 * Walks an untrusted value iteratively.
 * @returns undefined when it is plain JSON, else one sentence that names the offending place.
 */
export function findNonJson(root: unknown, maxDepth = 200): string | undefined {
  const stack: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '$', depth: 0 }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, path, depth } = entry;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') continue;
    if (typeof value === 'number') {
      if (Number.isFinite(value)) continue;
      return `${path} is ${String(value)}, which JSON cannot hold`;
    }
    if (typeof value !== 'object') return `${path} is a ${typeof value}, which JSON cannot hold`;
    if (depth >= maxDepth) return `${path} is nested deeper than ${maxDepth} levels`;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        stack.push({ value: value[index], path: `${path}[${index}]`, depth: depth + 1 });
      }
      continue;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) return `${path} is not a plain object`;
    for (const key of Object.keys(value)) {
      if (isForbiddenKey(key)) return `${path} has the reserved key "${key}"`;
      stack.push({
        value: (value as Record<string, unknown>)[key],
        path: `${path}.${key}`,
        depth: depth + 1,
      });
    }
  }
  return undefined;
}

/** Untrusted JSON, checked without recursion. */
export const jsonValueSchema = z.custom<JsonValue>().superRefine((value, context) => {
  const problem = findNonJson(value);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});
