import { describe, expect, it } from 'vitest';
import { celSyntaxProblem, placeInText } from './cel-syntax.js';

function said(source: string): string | undefined {
  const problem = celSyntaxProblem(source);
  return problem === undefined ? undefined : `${problem.offset}+${problem.length} ${problem.message}`;
}

describe('celSyntaxProblem', () => {
  it.each([
    ['n >', '3+0 a value is missing after ">"'],
    ['n = 1', '2+1 "=" is written "=="'],
    ['n > 1 &&', '8+0 a value is missing after "&&"'],
    ['&& n', '0+2 a value is missing before "&&"'],
    ['n > && b', '4+2 a value is missing between ">" and "&&"'],
    ['"open', '0+5 the text that begins here has no closing quote'],
    ['"a\nb"', '0+5 the text that begins here has no closing quote'],
    ['"a\\q"', '2+2 "\\q" means nothing inside a text'],
    ['(n > 1', '0+1 "(" is never closed'],
    ['n > 1)', '5+1 ")" closes nothing'],
    ['(n > 1]', '6+1 "]" stands where ")" is needed'],
    ['n > 1 and b', '6+3 "and" is written "&&"'],
    ['a OR b', '2+2 "OR" is written "||"'],
    ['not b', '4+1 an operator is missing before "b"; "not" is written "!"'],
    ['a & b', '2+1 "&" is written "&&"'],
    ['a b', '2+1 an operator such as && or == is missing before "b"'],
    ['1 (2)', '2+1 an operator such as && or == is missing before "("'],
    ['a ? b', '2+1 the ":" that belongs to "?" is missing'],
    ['a : b', '2+1 ":" stands without a "?" before it'],
    ['a, b', '1+1 "," stands outside of a list or a call'],
    ['a.', '2+0 a name is missing after "."'],
    ['size(', '4+1 "(" is never closed'],
    ['f(a,)', '4+1 a value is missing between "," and ")"'],
    ['()', '1+1 a value is missing between "(" and ")"'],
    ['12ab > 1', '0+4 "12ab" is no number'],
    ['price $ 2', '6+1 "$" is no part of an expression'],
    ['x > 😀', '4+2 "😀" is no part of an expression'],
    ['for > 1', '0+3 "for" is a reserved word'],
    ['', '0+0 there is no expression'],
  ])('%s', (source, expected) => {
    expect(said(source)).toBe(expected);
  });

  it.each([
    'n > 0 && (s.contains("o") || !b)',
    'b ? n : (x ? 1 : 2)',
    '[1, 2,].exists(v, v > n)',
    '{"a": n, "b": b ? 1 : 2}',
    'row["any name"] in ["a", \'b\', r"\\d"]',
    'f() + size(s) - -1 * .5e3 % 0xffu',
    'n > 1 // the rest is said in words and not read',
    "b\"bytes\" == b'''x\ny'''",
    'timestamp("2026-01-01T00:00:00Z").getFullYear() >= 2026',
  ])('finds nothing wrong with %s', (source) => {
    expect(said(source)).toBeUndefined();
  });

  it('takes brackets of any depth', () => {
    expect(said('('.repeat(20_000))).toBe('19999+1 "(" is never closed');
  });
});

describe('placeInText', () => {
  it('counts lines and characters from 1, a character beyond the basic plane once', () => {
    expect(placeInText('a\n"😀" >', 7)).toBe('line 2, column 5');
    expect(placeInText('', 0)).toBe('line 1, column 1');
  });
});
