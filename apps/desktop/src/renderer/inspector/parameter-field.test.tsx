// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { select } from '../canvas/canvas-store';
import { EditorProvider, SessionProvider } from '../editor/EditorContext';
import { flushDrafts } from '../editor/editor';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { openTestEditor } from '../testing/test-editor';
import { Inspector } from './Inspector';

afterEach(cleanup);

async function openInspector(node: string) {
  const opened = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
  select(opened.session.canvas, [node]);
  await act(async () => {
    render(
      <EditorProvider editor={opened.editor}>
        <SessionProvider session={opened.session}>
          <Inspector />
        </SessionProvider>
      </EditorProvider>,
    );
  });
  const parameters = () => opened.session.document.getState().blueprint.nodes[node]?.parameters ?? {};
  return { ...opened, parameters };
}

describe('parameter fields', { timeout: 60_000 }, () => {
  it('says under the field what must hold and what was received, and keeps the wrong value', async () => {
    const { parameters } = await openInspector('large');
    expect(screen.getByText('Keep must be at least 1 rows; received -5.')).toBeTruthy();
    const field = screen.getByLabelText<HTMLInputElement>('Keep');
    expect(field.value).toBe('-5');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    fireEvent.change(field, { target: { value: 'many' } });
    fireEvent.blur(field);
    expect(parameters().keep).toBe('many');
    expect(screen.getByText('Keep must be a whole number; received "many".')).toBeTruthy();
  });

  it('makes one edit of what was typed, on Enter or when the field is left', async () => {
    const { session, parameters } = await openInspector('large');
    const field = screen.getByLabelText('Aggregate');
    for (const text of ['m', 'mi', 'min(price)']) fireEvent.change(field, { target: { value: text } });
    expect(parameters().aggregate).toBe('mean(price), count()');
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.blur(field);
    expect(parameters().aggregate).toBe('min(price)');
    await act(async () => session.undo());
    expect(parameters().aggregate).toBe('mean(price), count()');
    expect(session.document.getState().canUndo).toBe(false);
  });

  it('takes typed text over before a run or a save', async () => {
    const { editor, parameters } = await openInspector('large');
    fireEvent.change(screen.getByLabelText('Aggregate'), { target: { value: 'sum(price)' } });
    await act(async () => flushDrafts(editor));
    expect(parameters().aggregate).toBe('sum(price)');
  });

  it('takes typed text over when another node is selected', async () => {
    const { session, parameters } = await openInspector('large');
    fireEvent.change(screen.getByLabelText('Aggregate'), { target: { value: 'max(price)' } });
    await act(async () => select(session.canvas, ['open']));
    expect(parameters().aggregate).toBe('max(price)');
  });

  it('gives typed text up on Escape', async () => {
    const { parameters, session } = await openInspector('large');
    const field = screen.getByLabelText<HTMLInputElement>('Aggregate');
    fireEvent.change(field, { target: { value: 'x' } });
    fireEvent.keyDown(field, { key: 'Escape' });
    fireEvent.blur(field);
    expect(field.value).toBe('mean(price), count()');
    expect(parameters().aggregate).toBe('mean(price), count()');
    expect(session.document.getState().canUndo).toBe(false);
  });

  it('resets to the default by taking the value out of the document', async () => {
    const { parameters } = await openInspector('large');
    fireEvent.click(screen.getByLabelText('Reset Keep to its default'));
    expect('keep' in parameters()).toBe(false);
    expect(screen.getByLabelText<HTMLInputElement>('Keep').value).toBe('100');
  });

  it('edits lists item by item', async () => {
    const { parameters } = await openInspector('large');
    fireEvent.click(screen.getByLabelText('Add an item to Group by'));
    const second = screen.getByLabelText('Group by 2');
    fireEvent.change(second, { target: { value: 'year' } });
    fireEvent.blur(second);
    expect(parameters().groupBy).toEqual(['city', 'year']);
    fireEvent.click(screen.getByLabelText('Remove item 1 of Group by'));
    expect(parameters().groupBy).toEqual(['year']);
  });

  it('says which edge feeds a parameter, and disconnects it', async () => {
    const { session } = await openInspector('blur');
    await act(async () => {
      session.edit('test', [{ op: 'connect', to: 'blur.radius', edge: { from: 'number.number' } }]);
    });
    expect(screen.getByText('fed by Number · number')).toBeTruthy();
    expect(screen.queryByLabelText('Radius')).toBeNull();
    fireEvent.click(screen.getByLabelText('Disconnect Radius'));
    expect(session.document.getState().blueprint.edges['blur.radius']).toBeUndefined();
    expect(screen.getByLabelText('Radius')).toBeTruthy();
  });
});
