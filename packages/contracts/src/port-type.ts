import { z } from 'zod';

/** The scalar port types; `list<T>` nests any of them. */
export const BASE_PORT_TYPES = [
  'any',
  'number',
  'integer',
  'string',
  'boolean',
  'json',
  'bytes',
  'table',
  'tensor',
  'image',
  'file',
] as const;
export type BasePortType = (typeof BASE_PORT_TYPES)[number];
export type PortType = BasePortType | `list<${string}>`;

const BASE: ReadonlySet<string> = new Set(BASE_PORT_TYPES);
const MAX_LIST_DEPTH = 8;

/** The element type of `list<T>`, or undefined for a scalar type. */
export function listElement(type: PortType): PortType | undefined {
  return type.startsWith('list<') && type.endsWith('>') ? (type.slice(5, -1) as PortType) : undefined;
}

/** True when `text` spells a port type, e.g. `table` or `list<list<number>>`. */
export function isPortType(text: string): text is PortType {
  let inner = text;
  for (let depth = 0; depth <= MAX_LIST_DEPTH; depth++) {
    if (BASE.has(inner)) return true;
    if (!inner.startsWith('list<') || !inner.endsWith('>')) return false;
    inner = inner.slice(5, -1);
  }
  return false;
}

export const portTypeSchema = z
  .string()
  .refine(isPortType, { error: (issue) => `"${String(issue.input)}" is not a port type` })
  .transform((text) => text as PortType);

const INTO_JSON: ReadonlySet<string> = new Set(['number', 'integer', 'string', 'boolean', 'json']);

/**
 * Whether an output of type `from` may feed an input of type `to`. Used by canvas, validator and exporters alike.
 * `any` fits both ways (checked at run time), an integer is a number, plain data is json, lists compare by element.
 */
export function accepts(from: PortType, to: PortType): boolean {
  let source = from;
  let target = to;
  for (;;) {
    if (source === target || source === 'any' || target === 'any') return true;
    const sourceElement = listElement(source);
    const targetElement = listElement(target);
    if (sourceElement !== undefined && targetElement !== undefined) {
      source = sourceElement;
      target = targetElement;
      continue;
    }
    if (target === 'json') {
      if (sourceElement === undefined) return INTO_JSON.has(source);
      source = sourceElement;
      continue;
    }
    return source === 'integer' && target === 'number';
  }
}
