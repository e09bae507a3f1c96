/** A token of JSON, or what spoils it, from the current place on. */
const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[ !#-[\]-\u{10FFFF}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null))/u;

type Wanted = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/**
 * Index of the first character that cannot belong to JSON text, the length where it ends too early or is whole. Where
 * \`JSON.parse\` says it, its message quotes the text. Iterative and linear.
 */
export function jsonFault(text: string): number {
  const open: string[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  const token = new RegExp(TOKEN.source, 'uy');
  const afterValue = (): Wanted => (open.length === 0 ? 'nothing' : 'comma or end');
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) {
      const rest = /[^ \t\n\r]/g;
      rest.lastIndex = at;
      return rest.exec(text)?.index ?? text.length;
    }
    const [whole, sign, string] = found;
    const here = token.lastIndex - whole.trimStart().length;
    const inObject = open.at(-1) === '{';
    if (sign === '{' || sign === '[') {
      if (wanted !== 'value' && wanted !== 'value or end') return here;
      open.push(sign);
      wanted = sign === '{' ? 'key or end' : 'value or end';
    } else if (sign === '}' || sign === ']') {
      const fits = sign === '}' ? inObject : open.length > 0 && !inObject;
      const mayEnd = wanted === 'comma or end' || wanted === 'key or end' || wanted === 'value or end';
      if (!fits || !mayEnd) return here;
      open.pop();
      wanted = afterValue();
    } else if (sign === ',') {
      if (wanted !== 'comma or end') return here;
      wanted = inObject ? 'key' : 'value';
    } else if (sign === ':') {
      if (wanted !== 'colon') return here;
      wanted = 'value';
    } else if (wanted === 'key' || wanted === 'key or end') {
      if (string === undefined) return here;
      wanted = 'colon';
    } else {
      if (wanted !== 'value' && wanted !== 'value or end') return here;
      wanted = afterValue();
    }
    at = token.lastIndex;
  }
}
