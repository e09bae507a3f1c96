import { expect, it } from 'vitest';
import { bindKeys, conflictsOf } from './bindings';
import type { Command } from './command';

const command = (id: string, ...keys: string[]): Command => ({
  id,
  title: id,
  group: 'edit',
  keys,
  run: () => undefined,
});
const COMMANDS = [command('run', 'Ctrl+Enter'), command('fit', '.'), command('up', 'Alt+S U')];

it('gives every command its default keys', () => {
  const bindings = bindKeys(COMMANDS, {});
  expect(bindings.keysOf('run')).toEqual(['Ctrl+Enter']);
  expect(bindings.commandOf('.')?.id).toBe('fit');
  expect(bindings.begins('Alt+S')).toBe(true);
  expect(bindings.begins('Alt+S U')).toBe(false);
});

it('takes a key that the user gave away from the command that has it by default', () => {
  const bindings = bindKeys(COMMANDS, { run: ['.', 'F5'] });
  expect(bindings.commandOf('.')?.id).toBe('run');
  expect(bindings.commandOf('Ctrl+Enter')).toBeUndefined();
  expect(bindings.keysOf('fit')).toEqual([]);
  expect(bindKeys(COMMANDS, { run: [] }).keysOf('run')).toEqual([]);
});

it('names what a key would replace, sequences that it would hide included', () => {
  const bindings = bindKeys(COMMANDS, {});
  const names = (keys: string) => conflictsOf(COMMANDS, bindings, 'run', keys).map(({ id }) => id);
  expect(names('.')).toEqual(['fit']);
  expect(names('Alt+S')).toEqual(['up']);
  expect(names('Alt+S U X')).toEqual(['up']);
  expect(names('Ctrl+Enter')).toEqual([]);
});
