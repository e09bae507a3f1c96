import { messages } from '../../messages';
import type { CodeProblem } from './code-problem';

/** Where the parser of this page stopped, from what it says; the end of the text where it names no place. */
function offsetIn(reason: string, text: string): number {
  const position = /position (\d+)/.exec(reason)?.[1];
  return position === undefined ? text.trimEnd().length : Math.min(text.length, Number(position));
}

/** Why a text is no JSON, in words. */
export function jsonProblems(text: string): CodeProblem[] {
  try {
    JSON.parse(text);
    return [];
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const offset = offsetIn(reason, text);
    const found = text.slice(offset).trimStart()[0];
    const before = text.slice(0, offset).trimEnd().at(-1);
    return [{ offset, length: found === undefined ? 0 : 1, message: why(found, before), severity: 'error' }];
  }
}

function why(found: string | undefined, before: string | undefined): string {
  if (found === undefined) {
    return before === undefined ? messages.fields.json.empty : messages.fields.json.ends;
  }
  if (found === "'") return messages.fields.json.quotes;
  if ((before === ',' || before === undefined) && (found === '}' || found === ']'))
    return messages.fields.json.comma;
  if (before === '{' || before === ',') return messages.fields.json.name(found);
  return messages.fields.json.unexpected(found);
}
