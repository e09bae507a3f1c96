import type { Words } from '../words';
import { CEL_FUNCTIONS, CEL_WORDS } from './cel-functions';

/** One line of the list; `apply` is what is written, with the place of the cursor in it where it is not the end. */
export interface CelCompletion {
  label: string;
  kind: 'column' | 'function' | 'method' | 'word' | 'name';
  detail?: string;
  info?: string;
  apply: string;
  cursor?: number;
}

export interface CelCompletions {
  /** Where the text that a choice replaces begins. */
  from: number;
  options: readonly CelCompletion[];
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NOT_BARE: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop package namespace null return row true var void while'.split(
    ' ',
  ),
);

/** How a column is written: its name, or `row["any name"]` where the name is no word. */
export function columnReference(name: string): string {
  return IDENTIFIER.test(name) && !NOT_BARE.has(name) ? name : `row[${JSON.stringify(name)}]`;
}

/** Whether the cursor stands inside a text, by the quotes before it. */
function insideText(before: string): boolean {
  let open: string | undefined;
  for (let at = 0; at < before.length; at++) {
    const character = before[at];
    if (open === undefined && (character === '"' || character === "'")) open = character;
    else if (character === '\\' && open !== undefined) at++;
    else if (character === open) open = undefined;
  }
  return open !== undefined;
}

/**
 * What may be written at the cursor of an expression: after a dot the methods, inside `row["` the columns, elsewhere
 * columns, names, functions and words. Undefined inside a text and where nothing was begun unless `asked` for.
 */
export function celCompletions(
  before: string,
  words: Words,
  options: { overColumns: boolean; asked: boolean },
): CelCompletions | undefined {
  const { overColumns, asked } = options;
  const columns = words.columns ?? [];
  const inRow = /row\[\s*(["'])((?:\\.|(?!\1)[^\\])*)$/.exec(before);
  if (inRow !== null) {
    const quote = inRow[1] as string;
    return {
      from: before.length - (inRow[2] as string).length,
      options: columns.map(({ name, type }) => ({
        label: name,
        kind: 'column',
        detail: type,
        apply: quote === '"' ? JSON.stringify(name).slice(1, -1) : name.replaceAll(/['\\]/g, '\\$&'),
      })),
    };
  }
  if (insideText(before)) return undefined;
  const typed = /[A-Za-z_][A-Za-z0-9_]*$/.exec(before)?.[0] ?? '';
  const from = before.length - typed.length;
  const dotted = /(?:[A-Za-z_]\w*|[)\]"'])\s*\.\s*$/.test(before.slice(0, from));
  if (typed === '' && !asked && !dotted) return undefined;
  if (/[0-9.]$/.test(before.slice(0, from)) && !dotted) return undefined;
  const functions = CEL_FUNCTIONS.filter(
    (candidate) => candidate.method === dotted && (candidate.inColumns || !overColumns),
  ).map(
    ({ name, call, info, method }): CelCompletion => ({
      label: name,
      kind: method ? 'method' : 'function',
      detail: call,
      info,
      apply: `${name}()`,
      cursor: call === '()' ? name.length + 2 : name.length + 1,
    }),
  );
  if (dotted) return { from, options: functions };
  return {
    from,
    options: [
      ...columns.map(
        ({ name, type }): CelCompletion => ({
          label: name,
          kind: 'column',
          detail: type,
          apply: columnReference(name),
        }),
      ),
      ...(overColumns ? [] : words.names).map(
        ({ name, type }): CelCompletion => ({ label: name, kind: 'name', detail: type, apply: name }),
      ),
      ...functions,
      ...CEL_WORDS.map((word): CelCompletion => ({ label: word, kind: 'word', apply: word })),
    ],
  };
}
