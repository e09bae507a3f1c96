import { placeInText } from '@atomiton/contracts';
import { messages } from '../../messages';

/** Something wrong at a place of a text: half a sentence, without a full stop. Offsets count UTF-16 units. */
export interface CodeProblem {
  offset: number;
  length: number;
  message: string;
  severity: 'error' | 'warning';
}

/** `Line 1, column 4: a value is missing after ">".` */
export function problemSentence(text: string, problem: CodeProblem): string {
  return messages.fields.codeProblem(placeInText(text, problem.offset), problem.message);
}
