/** Characters that change the direction of the text around them: embeddings, overrides and isolates. */
const DIRECTION = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Text from a document as it is shown outside of text fields: characters that would turn the letters of others around
 * are written out (`\\u{202e}`), so that `a\u202Egnp.exe` cannot pass as `aexe.png`. Right-to-left text itself stays.
 */
export function shownText(text: string): string {
  if (text.search(DIRECTION) === -1) return text;
  return text.replace(DIRECTION, (found) => `\\u{${found.charCodeAt(0).toString(16)}}`);
}
