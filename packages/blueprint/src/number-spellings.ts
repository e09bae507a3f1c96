import type { Blueprint } from '@atomiton/contracts';

/**
 * How numbers were spelled in the file where JavaScript would print them otherwise (`1.0`, `1e3`,
 * `12345678901234567890`), by JSON pointer. The document itself holds ordinary numbers. A spelling is used again only
 * while the number at its place still has that value, so edits need not keep this table.
 */
export type NumberSpellings = ReadonlyMap<string, string>;

const SPELLINGS: unique symbol = Symbol('number spellings');

interface Spelled {
  [SPELLINGS]?: NumberSpellings;
}

/**
 * Attaches the table to a document. It lies under a symbol: spreading carries it along, so it outlives operations,
 * while JSON, `structuredClone` and the bridge do not see it. Only the owner of the document, who prints it, needs it.
 */
export function withSpellings(blueprint: Blueprint, spellings: NumberSpellings): Blueprint {
  if (spellings.size === 0) return blueprint;
  const spelled: Blueprint & Spelled = { ...blueprint, [SPELLINGS]: spellings };
  return spelled;
}

/** The table of a document that was parsed from text; empty otherwise. */
export function spellingsOf(blueprint: Blueprint): NumberSpellings {
  return (blueprint as Blueprint & Spelled)[SPELLINGS] ?? new Map();
}

/**
 * The document with the spellings of the one it takes the place of, where it has none of its own: what comes over the
 * bridge or out of the journal as JSON has lost them, and a spelling of another value is not used.
 */
export function keepSpellings(blueprint: Blueprint, before: Blueprint): Blueprint {
  const old = spellingsOf(before);
  if (old.size === 0) return blueprint;
  return withSpellings(blueprint, new Map([...old, ...spellingsOf(blueprint)]));
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A finite number as we print it: the shortest form, and `-0` kept apart from `0`. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}
