/** Longer notes, and notes with more signs that Markdown might mean something by, are shown as they are written. */
const MAX_CHARS = 20_000;
const MAX_SIGNS = 1500;
const SIGN = /[*_[\]()<>!`~|#\\]/g;

/**
 * Whether a text can be read as Markdown at once: the time for that grows with the square of signs that open something
 * and never close it, and a note that comes with a blueprint must not hold the window.
 */
export function isQuickMarkdown(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  let signs = 0;
  for (const _sign of text.matchAll(SIGN)) if (++signs > MAX_SIGNS) return false;
  return true;
}

/** What is drawn of a text that is shown as written: more of it fits no note, and long words take long to be broken. */
const MAX_PLAIN = 4000;

/** The beginning of a text, with a sign where more follows. */
export function beginningOf(text: string): string {
  return text.length > MAX_PLAIN ? `${text.slice(0, MAX_PLAIN)} …` : text;
}
