import { ensureSyntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import { messages } from '../../messages';
import type { CodeProblem } from './code-problem';

const MOST = 20;
/** Time for reading a text to its end. Milliseconds. */
const BUDGET_MS = 50;

/** The places that the editor's own parser could not read, of languages that no other parser here reads. */
export function syntaxTreeProblems(state: EditorState): CodeProblem[] {
  const found: CodeProblem[] = [];
  ensureSyntaxTree(state, state.doc.length, BUDGET_MS)?.iterate({
    enter: (node) => {
      if (!node.type.isError || found.length >= MOST) return;
      const text = state.sliceDoc(node.from, Math.max(node.to, node.from + 1)).trim();
      found.push({
        offset: node.from,
        length: node.to - node.from,
        message: text === '' ? messages.fields.codeEnds : messages.fields.codeUnreadable(text),
        severity: 'error',
      });
    },
  });
  return found;
}
