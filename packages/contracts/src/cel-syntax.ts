/** Where an expression cannot be read, and why: half a sentence, without a full stop. Offsets count UTF-16 units. */
export interface SyntaxProblem {
  offset: number;
  length: number;
  message: string;
}

interface Token {
  kind: 'name' | 'number' | 'text' | 'sign' | 'end';
  text: string;
  offset: number;
}

interface Bracket {
  open: string;
  offset: number;
  /** A call takes commas and may be empty; a group holds one expression. */
  role: 'group' | 'call' | 'index' | 'list' | 'map';
  /** Question marks whose colon has not come yet. */
  asked: number[];
}

const SIGNS = '&& || == != <= >= < > + - * / % ? : . , ( ) [ ] { } !'.split(' ');
const CLOSES: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
const INFIX: ReadonlySet<string> = new Set([
  ...['&&', '||', '==', '!=', '<=', '>=', '<', '>', '+', '-', '*', '/', '%', '?'],
]);
const WORDS: Record<string, string> = { and: '&&', or: '||', not: '!' };
const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+[uU]?|(?:[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?[uU]?/y;
const BLANK = /(?:[ \t\r\n\f]|\/\/[^\n]*)*/y;
const QUOTE = /(?:[rR][bB]?|[bB][rR]?)?("""|'''|"|')/y;
const ESCAPE = /^\\(?:[abfnrtv"'`\\?]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})/;

function quoted(text: string): string {
  return text.includes('"') ? `\u201c${text}\u201d` : `"${text}"`;
}

function matchAt(pattern: RegExp, source: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(source);
}

/** One past the end of the text literal that begins at `offset`, or what is wrong with it. */
function textEnd(source: string, offset: number, opening: RegExpExecArray): number | SyntaxProblem {
  const quote = opening[1] as string;
  const raw = /^[rR]|^[bB][rR]/.test(opening[0]);
  for (let at = offset + opening[0].length; at < source.length; ) {
    if (source.startsWith(quote, at)) return at + quote.length;
    if (quote.length === 1 && source[at] === '\n') break;
    if (source[at] === '\\' && raw) at += 2;
    else if (source[at] === '\\') {
      const escape = ESCAPE.exec(source.slice(at, at + 10));
      if (escape === null) {
        const written = source.slice(at, at + 2);
        return { offset: at, length: 2, message: `${quoted(written)} means nothing inside a text` };
      }
      at += escape[0].length;
    } else at++;
  }
  return {
    offset,
    length: source.length - offset,
    message: 'the text that begins here has no closing quote',
  };
}

function tokenAt(source: string, offset: number): Token | SyntaxProblem {
  const quote = matchAt(QUOTE, source, offset);
  if (quote !== null) {
    const end = textEnd(source, offset, quote);
    return typeof end === 'number' ? { kind: 'text', text: source.slice(offset, end), offset } : end;
  }
  const name = matchAt(NAME, source, offset);
  if (name !== null) return { kind: 'name', text: name[0], offset };
  const number = matchAt(NUMBER, source, offset);
  if (number !== null) {
    const rest = matchAt(NAME, source, offset + number[0].length);
    const text = `${number[0]}${rest?.[0] ?? ''}`;
    if (rest === null) return { kind: 'number', text, offset };
    return { offset, length: text.length, message: `${quoted(text)} is no number` };
  }
  const sign = SIGNS.find((candidate) => source.startsWith(candidate, offset));
  if (sign !== undefined) return { kind: 'sign', text: sign, offset };
  const character = String.fromCodePoint(source.codePointAt(offset) as number);
  const doubled: Record<string, string> = { '=': '==', '&': '&&', '|': '||' };
  const wanted = doubled[character];
  const message =
    wanted === undefined
      ? `${quoted(character)} is no part of an expression`
      : `${quoted(character)} is written ${quoted(wanted)}`;
  return { offset, length: character.length, message };
}

/** Reads the tokens one after another and keeps what has to come next. */
class Reader {
  private wantsValue = true;
  private readonly open: Bracket[] = [{ open: '', offset: 0, role: 'group', asked: [] }];
  private previous: Token | undefined;

  private get bracket(): Bracket {
    return this.open[this.open.length - 1] as Bracket;
  }

  take(token: Token): string | undefined {
    const problem = token.kind === 'sign' ? this.sign(token) : this.operand(token);
    this.previous = token;
    return problem;
  }

  private operand(token: Token): string | undefined {
    const { text, kind } = token;
    if (this.previous?.text === '.' && kind === 'name') {
      this.wantsValue = false;
      return undefined;
    }
    const word = kind === 'name' ? WORDS[text.toLowerCase()] : undefined;
    if (this.wantsValue) {
      if (text === 'in') return this.missingBefore(token);
      if (kind === 'name' && RESERVED.has(text)) return `${quoted(text)} is a reserved word`;
      this.wantsValue = false;
      return undefined;
    }
    if (kind === 'name' && text === 'in') {
      this.wantsValue = true;
      return undefined;
    }
    if (word !== undefined && word !== '!') return `${quoted(text)} is written ${quoted(word)}`;
    if (this.previous?.kind === 'name' && this.previous.text.toLowerCase() === 'not')
      return `an operator is missing before ${quoted(text)}; "not" is written "!"`;
    return `an operator such as && or == is missing before ${quoted(text)}`;
  }

  private missingBefore(token: Token): string {
    const before = this.previous;
    if (before === undefined) return `a value is missing before ${quoted(token.text)}`;
    return `a value is missing between ${quoted(before.text)} and ${quoted(token.text)}`;
  }

  private sign(token: Token): string | undefined {
    const { text } = token;
    switch (text) {
      case '(':
      case '[':
      case '{':
        return this.opening(token);
      case ')':
      case ']':
      case '}':
        return this.closing(token);
      case '.':
        if (this.wantsValue) return this.missingBefore(token);
        this.wantsValue = true;
        return undefined;
      case ',':
        return this.comma(token);
      case ':':
        return this.colon(token);
      case '!':
        return this.wantsValue ? undefined : '"!" stands before a value, or is written "!="';
      default:
        break;
    }
    if (this.wantsValue) {
      if (text === '-') return undefined;
      return this.missingBefore(token);
    }
    if (text === '?') this.bracket.asked.push(token.offset);
    if (INFIX.has(text)) this.wantsValue = true;
    return undefined;
  }

  private opening({ text, offset }: Token): string | undefined {
    if (this.previous?.text === '.') return 'a name is missing after "."';
    const after = !this.wantsValue;
    if (after && text === '(' && this.previous?.kind !== 'name')
      return 'an operator such as && or == is missing before "("';
    if (after && text === '{' && this.previous?.kind !== 'name')
      return 'an operator such as && or == is missing before "{"';
    const role =
      text === '(' ? (after ? 'call' : 'group') : text === '[' ? (after ? 'index' : 'list') : 'map';
    this.open.push({ open: text, offset, role, asked: [] });
    this.wantsValue = true;
    return undefined;
  }

  private closing(token: Token): string | undefined {
    const { open, role, asked } = this.bracket;
    const { text } = token;
    if (open === '') return `${quoted(text)} closes nothing`;
    const wanted = CLOSES[open] as string;
    if (text !== wanted) return `${quoted(text)} stands where ${quoted(wanted)} is needed`;
    if (asked.length > 0) return 'the ":" that belongs to "?" is missing';
    if (this.wantsValue) {
      const empty = this.previous?.text === open && role !== 'group' && role !== 'index';
      const trailing = this.previous?.text === ',' && (role === 'list' || role === 'map');
      if (!empty && !trailing) return this.missingBefore(token);
    }
    this.open.pop();
    this.wantsValue = false;
    return undefined;
  }

  private comma(token: Token): string | undefined {
    if (this.wantsValue) return this.missingBefore(token);
    const { role, asked } = this.bracket;
    if (role === 'group' || role === 'index') return '"," stands outside of a list or a call';
    if (asked.length > 0) return 'the ":" that belongs to "?" is missing';
    this.wantsValue = true;
    return undefined;
  }

  private colon(token: Token): string | undefined {
    if (this.wantsValue) return this.missingBefore(token);
    const { role, asked } = this.bracket;
    if (asked.pop() === undefined && role !== 'map') return '":" stands without a "?" before it';
    this.wantsValue = true;
    return undefined;
  }

  /** @returns what is missing at the end, and where. */
  end(length: number): SyntaxProblem | undefined {
    const { previous } = this;
    if (previous === undefined) return { offset: 0, length, message: 'there is no expression' };
    if (this.wantsValue && this.bracket.open !== previous.text) {
      const what = previous.text === '.' ? 'name' : 'value';
      return { offset: length, length: 0, message: `a ${what} is missing after ${quoted(previous.text)}` };
    }
    const { open, offset, asked } = this.bracket;
    if (open !== '') return { offset, length: 1, message: `${quoted(open)} is never closed` };
    const [question] = asked;
    if (question === undefined) return undefined;
    return { offset: question, length: 1, message: 'the ":" that belongs to "?" is missing' };
  }
}

/**
 * Says in plain words why CEL text is no expression. It does not replace a parser: it is asked once a parser has refused
 * the text, and gives the same place and words for all of them. Undefined where it finds nothing wrong. Linear.
 */
export function celSyntaxProblem(source: string): SyntaxProblem | undefined {
  const reader = new Reader();
  for (let at = 0; ; ) {
    at += matchAt(BLANK, source, at)?.[0].length ?? 0;
    if (at >= source.length) return reader.end(source.trimEnd().length);
    const token = tokenAt(source, at);
    if ('message' in token) return token;
    const message = reader.take(token);
    if (message !== undefined) return { offset: at, length: token.text.length, message };
    at += token.text.length;
  }
}

/** `line 1, column 8`; columns count characters from 1. */
export function placeInText(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `line ${before.length}, column ${Array.from(before.at(-1) ?? '').length + 1}`;
}
