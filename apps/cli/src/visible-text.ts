/** Control characters but tab, line feed and our own colours (ESC [ … m). */
// oxlint-disable-next-line no-control-regex -- exactly these are looked for
const HIDDEN = /\u001B(?!\[[0-9;]*m)|[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F-\u009F]/g;

/**
 * Text as it may be written to a terminal: control characters, which a blueprint or a node's print could use to move
 * the cursor or set the window's title, are written as `\x1b`.
 */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
