/** Longer lines are drawn in pieces: no browser draws a line of a million letters. */
const MAX_LINE = 4000;

/** Lines of a text, the longest in pieces. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.length <= MAX_LINE) lines.push(line);
    else for (let at = 0; at < line.length; at += MAX_LINE) lines.push(line.slice(at, at + MAX_LINE));
  }
  return lines;
}

/** Numbers of the lines that hold `text`, upper and lower case alike. */
export function findLines(lines: readonly string[], text: string): number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  const found: number[] = [];
  for (const [number, line] of lines.entries()) if (line.toLowerCase().includes(wanted)) found.push(number);
  return found;
}

/** A line cut where `text` begins and ends. */
export function markParts(line: string, text: string): { text: string; marked: boolean }[] {
  if (text === '') return [{ text: line, marked: false }];
  const low = line.toLowerCase();
  const wanted = text.toLowerCase();
  const parts: { text: string; marked: boolean }[] = [];
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: line.slice(from, at), marked: false });
    parts.push({ text: line.slice(at, at + wanted.length), marked: true });
    from = at + wanted.length;
  }
  if (from < line.length) parts.push({ text: line.slice(from), marked: false });
  return parts;
}
