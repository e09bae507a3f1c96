import { expect, it } from 'vitest';
import { bindKeys } from './bindings';
import { COMMANDS } from './command-list';

const bindings = bindKeys(COMMANDS, {});

/** The keys that users of ComfyUI have in their hands, for every command that exists here. */
it.each([
  ['Ctrl+Enter', 'run'],
  ['Ctrl+Alt+Enter', 'cancel'],
  ['Ctrl+Z', 'undo'],
  ['Ctrl+Y', 'redo'],
  ['Ctrl+S', 'save'],
  ['Ctrl+O', 'open'],
  ['Ctrl+A', 'select-all'],
  ['Alt+C', 'collapse'],
  ['Ctrl+M', 'mute'],
  ['Ctrl+B', 'bypass'],
  ['Delete', 'delete'],
  ['Backspace', 'delete'],
  ['Space', 'pan'],
  ['Ctrl+C', 'copy'],
  ['Ctrl+V', 'paste'],
  ['Ctrl+Shift+V', 'paste-keep'],
  ['Ctrl+G', 'group'],
  ['Ctrl+,', 'settings'],
  ['Alt+=', 'zoom-in'],
  ['Alt+-', 'zoom-out'],
  ['.', 'fit-selection'],
  ['P', 'pin'],
  ['W', 'gallery'],
  ['Ctrl+`', 'log'],
  ['F', 'focus-mode'],
  ['R', 'refresh'],
])('%s is the key of %s, as in ComfyUI', (keys, id) => {
  expect(bindings.commandOf(keys)?.id).toBe(id);
});

it.each([
  ['N', 'search'],
  ['Ctrl+K', 'palette'],
  ['Ctrl+D', 'duplicate'],
  ['Alt+N', 'new'],
  ['Ctrl+N', 'new'],
  ['Alt+W', 'close'],
  ['Ctrl+W', 'close'],
])('%s is the key of %s, as decided here', (keys, id) => {
  expect(bindings.commandOf(keys)?.id).toBe(id);
});

it('gives no key to two commands, and lets no sequence be hidden by a shorter key', () => {
  const all = COMMANDS.flatMap(({ id, keys }) => keys.map((key) => ({ id, key })));
  const taken = all.filter(({ key, id }) => all.some((other) => other.key === key && other.id !== id));
  expect(taken).toEqual([]);
  expect(all.filter(({ key }) => bindings.begins(key))).toEqual([]);
});
