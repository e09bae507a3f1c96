import { LanguageSupport, StreamLanguage } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { CEL_FUNCTIONS, CEL_WORDS } from './cel-functions';

const FUNCTIONS: ReadonlySet<string> = new Set(CEL_FUNCTIONS.map((known) => known.name));
const WORDS: ReadonlySet<string> = new Set(CEL_WORDS);

/** Colours of CEL: texts, numbers, words, functions and operators. */
export function cel(): LanguageSupport {
  return new LanguageSupport(
    StreamLanguage.define<{ quote: string | undefined }>({
      name: 'cel',
      startState: () => ({ quote: undefined }),
      token(stream, state) {
        if (state.quote !== undefined) {
          const quote = state.quote;
          while (!stream.eol()) {
            if (stream.match(quote)) {
              state.quote = undefined;
              return 'string';
            }
            if (stream.next() === '\\') stream.next();
          }
          if (quote.length === 1) state.quote = undefined;
          return 'string';
        }
        if (stream.eatSpace()) return null;
        if (stream.match('//')) {
          stream.skipToEnd();
          return 'comment';
        }
        const quote = stream.match(/^[rRbB]{0,2}("""|'''|"|')/);
        if (Array.isArray(quote)) {
          state.quote = quote[1];
          return 'string';
        }
        if (stream.match(/^(0[xX][0-9a-fA-F]+|[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?)[uU]?/)) return 'number';
        const name = stream.match(/^[A-Za-z_]\w*/);
        if (Array.isArray(name)) {
          const word = name[0] ?? '';
          if (WORDS.has(word)) return 'keyword';
          return FUNCTIONS.has(word) && stream.peek() === '(' ? 'call' : 'variableName';
        }
        if (stream.match(/^(&&|\|\||[=!<>]=|[<>+\-*/%?:!])/)) return 'operator';
        stream.next();
        return 'punctuation';
      },
      tokenTable: { call: tags.function(tags.variableName) },
      languageData: { closeBrackets: { brackets: ['(', '[', '{', '"', "'"] }, commentTokens: { line: '//' } },
    }),
  );
}
