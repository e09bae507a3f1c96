import { describe, expect, it } from 'vitest';
import { problemSentence } from './code-problem';
import { jsonProblems } from './json-problems';

describe('jsonProblems', () => {
  it.each([
    ['{strict: yes}', 'Line 1, column 2: a name in double quotes or a value is expected before s.'],
    ['{"a": 1,}', 'Line 1, column 9: a comma stands before the closing bracket.'],
    ["{'a': 1}", 'Line 1, column 2: JSON takes double quotes: " instead of \'.'],
    ['{"a": [1, 2', 'Line 1, column 12: the text ends too early; a bracket, a quote or a value is missing.'],
    [
      '{\n  "a": 1\n  "b": 2\n}',
      'Line 3, column 3: " cannot stand here; a comma or a bracket may be missing before it.',
    ],
    ['', 'Line 1, column 1: there is no value.'],
  ])('%s', (text, sentence) => {
    expect(jsonProblems(text).map((problem) => problemSentence(text, problem))).toEqual([sentence]);
  });

  it('finds nothing wrong with JSON', () => {
    expect(jsonProblems('{"a": [1, null, "x"]}')).toEqual([]);
  });
});
