import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import { javascript, localCompletionSource } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import type { EditorState, Extension } from '@codemirror/state';
import type { Words } from '../words';
import { type CelCompletion, celCompletions } from './cel-completions';
import { cel } from './cel-language';
import { celProblems } from './cel-problems';
import type { CodeProblem } from './code-problem';
import { jsonProblems } from './json-problems';
import { syntaxTreeProblems } from './syntax-tree-problems';

export type CodeLanguage = 'cel' | 'javascript' | 'json';

/** What a language brings to the editor. */
export interface LanguageKit {
  extension: Extension;
  problems: (state: EditorState) => Promise<CodeProblem[]>;
}

const TYPES: Record<CelCompletion['kind'], string> = {
  column: 'property',
  function: 'function',
  method: 'method',
  word: 'keyword',
  name: 'variable',
};

function asCompletion({ label, kind, detail, info, apply, cursor }: CelCompletion): Completion {
  return {
    label,
    type: TYPES[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(info === undefined ? {} : { info }),
    boost: kind === 'column' || kind === 'name' ? 1 : 0,
    apply: (view, _completion, from, to) => {
      // A bracket that is there already is used.
      const next = view.state.sliceDoc(to, to + 1);
      const text = apply.endsWith('()') && next === '(' ? apply.slice(0, -2) : apply;
      view.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + (text === apply ? (cursor ?? apply.length) : text.length) },
        userEvent: 'input.complete',
      });
    },
  };
}

function celSource(words: () => Promise<Words>, overColumns: boolean): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(0, context.pos);
    const found = celCompletions(before, await words(), { overColumns, asked: context.explicit });
    if (found === undefined) return null;
    return { from: found.from, options: found.options.map(asCompletion), validFor: /^\w*$/ };
  };
}

/** Names of the node's inputs and parameters, beside those of the code itself. */
function nameSource(words: () => Promise<Words>): CompletionSource {
  return async (context) => {
    const word = context.matchBefore(/[\w$]+/);
    if (word === null && !context.explicit) return null;
    const { names } = await words();
    return {
      from: word?.from ?? context.pos,
      options: names.map(({ name, type }) => ({ label: name, type: 'variable', detail: type, boost: 1 })),
      validFor: /^[\w$]*$/,
    };
  };
}

/**
 * Colours, completion and problems of a language.
 * @param overColumns whether CEL is a filter over the columns of a table
 */
export function languageKit(
  language: CodeLanguage,
  words: () => Promise<Words>,
  overColumns: boolean,
): LanguageKit {
  switch (language) {
    case 'cel':
      return {
        extension: [
          cel(),
          autocompletion({ override: [celSource(words, overColumns)], icons: false, interactionDelay: 0 }),
        ],
        problems: async (state) => {
          const source = state.doc.toString();
          return celProblems(source, overColumns, overColumns ? (await words()).columns : undefined);
        },
      };
    case 'javascript':
      return {
        extension: [
          javascript(),
          autocompletion({
            override: [nameSource(words), localCompletionSource],
            icons: false,
            interactionDelay: 0,
          }),
        ],
        problems: async (state) => syntaxTreeProblems(state),
      };
    case 'json':
      return { extension: [json()], problems: async (state) => jsonProblems(state.doc.toString()) };
  }
}
