import { isForbiddenKey } from '@atomiton/contracts';
import { numberText, pointerStep } from './number-spellings.js';

/** Nesting beyond this is refused. A parameter's value may have 200 levels and lies 6 deep where it is in a subgraph. */
export const MAX_JSON_DEPTH = 240;

export interface JsonProblem {
  code: 'reserved-key' | 'duplicate-key' | 'number-out-of-range' | 'too-deep';
  /** Keys from the root, e.g. `nodes.csv.parameters.__proto__`. */
  path: (string | number)[];
  /** The key or number as written. */
  received: string;
}

export interface JsonScan {
  /** Numbers that JavaScript would print differently, by JSON pointer. */
  spellings: Map<string, string>;
  problems: JsonProblem[];
}

interface Level {
  /** Keys seen, or undefined in an array. */
  keys: Set<string> | undefined;
  /** Key or index of the value being read. */
  at: string | number;
}

const MAX_PROBLEMS = 100;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

function isNumberStart(code: number): boolean {
  return code === 45 || (code >= 48 && code <= 57);
}

function isNumberPart(code: number): boolean {
  return isNumberStart(code) || code === 43 || code === 46 || code === 69 || code === 101;
}

/** Index after the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
}

/**
 * Looks through JSON text for what `JSON.parse` hides: number spellings, prototype keys, keys given twice.
 * The text must be valid JSON. Iterative and linear.
 */
export function scanJson(text: string): JsonScan {
  const spellings = new Map<string, string>();
  const problems: JsonProblem[] = [];
  const levels: Level[] = [];
  let top: Level | undefined;
  let expectsKey = false;
  const report = (code: JsonProblem['code'], received: string, last?: string): void => {
    if (problems.length >= MAX_PROBLEMS) return;
    const path = levels.map((level) => level.at);
    if (last !== undefined) path[path.length - 1] = last;
    problems.push({ code, path, received });
  };
  let position = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) {
      const end = endOfString(text, position);
      if (expectsKey && top?.keys !== undefined) {
        const raw = text.slice(position + 1, end - 1);
        const key = raw.includes('\\') ? (JSON.parse(text.slice(position, end)) as string) : raw;
        if (isForbiddenKey(key)) report('reserved-key', key, key);
        if (top.keys.has(key)) report('duplicate-key', key, key);
        top.keys.add(key);
        top.at = key;
        expectsKey = false;
      }
      position = end;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (levels.length >= MAX_JSON_DEPTH) {
        report('too-deep', `${MAX_JSON_DEPTH + 1} levels`);
        return { spellings, problems };
      }
      top = code === OPEN_BRACE ? { keys: new Set(), at: '' } : { keys: undefined, at: 0 };
      levels.push(top);
      expectsKey = code === OPEN_BRACE;
      position++;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      levels.pop();
      top = levels[levels.length - 1];
      expectsKey = false;
      position++;
    } else if (code === COMMA) {
      if (top !== undefined && typeof top.at === 'number') top.at++;
      expectsKey = top?.keys !== undefined;
      position++;
    } else if (code === COLON) {
      position++;
    } else if (isNumberStart(code)) {
      let end = position + 1;
      while (end < text.length && isNumberPart(text.charCodeAt(end))) end++;
      const spelled = text.slice(position, end);
      const value = Number(spelled);
      if (!Number.isFinite(value)) report('number-out-of-range', spelled);
      else if (numberText(value) !== spelled) {
        spellings.set(levels.map((level) => pointerStep(level.at)).join(''), spelled);
      }
      position = end;
    } else {
      position++;
    }
  }
  return { spellings, problems };
}
