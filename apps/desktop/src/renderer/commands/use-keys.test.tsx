// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { select } from '../canvas/canvas-store';
import { EditorProvider } from '../editor/EditorContext';
import { setParameter } from '../editor/edits';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { openTestEditor } from '../testing/test-editor';
import { keyOf } from './command';
import { COMMANDS } from './command-list';
import { useKeys } from './useKeys';

afterEach(cleanup);

function Page() {
  useKeys();
  return <input aria-label="field" />;
}

async function openPage() {
  const opened = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
  await act(async () => {
    render(
      <EditorProvider editor={opened.editor}>
        <Page />
      </EditorProvider>,
    );
  });
  return opened;
}

it('undoes and redoes by key, capital Z included', async () => {
  const { session } = await openPage();
  const value = () => session.document.getState().blueprint.nodes.number?.parameters.value;
  setParameter(session, 'number', 'value', 1);
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  expect(value()).toBe(42);
  fireEvent.keyDown(document.body, { key: 'Z', ctrlKey: true, shiftKey: true });
  expect(value()).toBe(1);
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  fireEvent.keyDown(document.body, { key: 'y', ctrlKey: true });
  expect(value()).toBe(1);
});

it('leaves undo, delete and letters to a text field', async () => {
  const { session, editor } = await openPage();
  setParameter(session, 'number', 'value', 1);
  select(session.canvas, ['number']);
  const field = screen.getByLabelText('field');
  field.focus();
  for (const event of [{ key: 'z', ctrlKey: true }, { key: 'Delete' }, { key: 'Backspace' }, { key: 'n' }]) {
    expect(fireEvent.keyDown(field, event)).toBe(true);
  }
  expect(session.document.getState().blueprint.nodes.number?.parameters.value).toBe(1);
  expect(editor.ui.getState().nodeSearch).toBeUndefined();
});

it('runs from a text field all the same', async () => {
  const { session } = await openPage();
  fireEvent.keyDown(screen.getByLabelText('field'), { key: 'Enter', ctrlKey: true });
  expect(session.run.store.getState().phase).toBe('starting');
});

it('deletes the selection by key', async () => {
  const { session } = await openPage();
  select(session.canvas, ['chart', 'number']);
  fireEvent.keyDown(document.body, { key: 'Backspace' });
  expect(Object.keys(session.document.getState().blueprint.nodes)).not.toContain('chart');
});

it('has no key twice, and writes keys as events do', () => {
  const keys = COMMANDS.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
  const event = { key: 'z', code: 'KeyZ', ctrlKey: false, metaKey: true, altKey: false, shiftKey: true };
  expect(keyOf(event)).toBe('Ctrl+Shift+Z');
  expect(keyOf({ ...event, metaKey: false, key: '?', code: 'Slash' })).toBe('?');
  expect(keyOf({ ...event, key: 'Я', shiftKey: false })).toBe('Ctrl+Z');
  expect(keyOf({ ...event, metaKey: false, shiftKey: false, key: ' ', code: 'Space' })).toBe('Space');
  expect(keyOf({ ...event, key: 'Meta' })).toBeUndefined();
});

it('runs a command by the key that the user gave it, and not by the old one', async () => {
  const { session, editor } = await openPage();
  await act(() => editor.settings.change({ section: 'keys', name: 'delete', value: ['X'] }));
  select(session.canvas, ['number']);
  fireEvent.keyDown(document.body, { key: 'Backspace' });
  expect(Object.keys(session.document.getState().blueprint.nodes)).toContain('number');
  fireEvent.keyDown(document.body, { key: 'x' });
  expect(Object.keys(session.document.getState().blueprint.nodes)).not.toContain('number');
});

it('runs a command by two keys, one after the other', async () => {
  const { session, editor } = await openPage();
  await act(() => editor.settings.change({ section: 'keys', name: 'delete', value: ['Alt+S D'] }));
  select(session.canvas, ['number']);
  fireEvent.keyDown(document.body, { key: 's', altKey: true });
  fireEvent.keyDown(document.body, { key: 'd' });
  expect(Object.keys(session.document.getState().blueprint.nodes)).not.toContain('number');
});
