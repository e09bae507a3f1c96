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

  it('draws no field again while a run goes on', async () => {
    const { host, session, frames, counters } = await openInspector('filter');
    const [documentId] = host.documents.keys();
    const before = counters.formRenders;
    expect(before).toBeGreaterThan(0);
    await act(async () => {
      host.play(documentId ?? '', 'run', [
        { type: 'run-started', seq: 1, at: 0, runId: 'run', nodes: ['filter'] },
        { type: 'node-state', seq: 2, at: 1, node: 'filter', state: 'running' },
        { type: 'node-progress', seq: 3, at: 2, node: 'filter', fraction: 0.5 },
        { type: 'node-state', seq: 4, at: 3, node: 'filter', state: 'done', durationMs: 2 },
      ]);
      frames.draw();
    });
    expect(session.run.store.getState().nodes.get('filter')?.state).toBe('done');
    expect(screen.getByTestId('inspector').querySelector('.node-state')?.getAttribute('data-state')).toBe(
      'done',
    );
    expect(counters.formRenders).toBe(before);
  });

  it('keeps text that could not be taken over when another node was selected', async () => {
    const { session } = await openInspector('large');
    session.drafts.set('large.aggregate', 'typed before the crash');
    await act(async () => select(session.canvas, ['open']));
    await act(async () => select(session.canvas, ['large']));
    expect(screen.getByLabelText<HTMLInputElement>('Aggregate').value).toBe('typed before the crash');
  });

  it('goes to the node that feeds a parameter', async () => {
    const { editor, session } = await openInspector('blur');
    const visited: string[] = [];
    editor.view = { centre: (node: string) => visited.push(node) } as unknown as typeof editor.view;
    await act(async () => {
      session.edit('test', [{ op: 'connect', to: 'blur.radius', edge: { from: 'number.number' } }]);
    });
    fireEvent.click(screen.getByLabelText('Go to Number · number'));
    expect(visited).toEqual(['number']);
  });
});

describe('several nodes', { timeout: 60_000 }, () => {
  async function openSeveral() {
    const opened = await openInspector('large');
    await act(async () => {
      opened.session.edit('test', [
        {
          op: 'add-node',
          id: 'second',
          node: { type: 'core/large-csv', typeVersion: 1, mode: 'muted', parameters: { keep: 7 } },
        },
      ]);
      select(opened.session.canvas, ['large', 'second']);
    });
    const nodes = () => opened.session.document.getState().blueprint.nodes;
    return { ...opened, nodes };
  }

  it('says that values differ, and sets one in all of them in one entry', async () => {
    const { session, nodes } = await openSeveral();
    const keep = screen.getByLabelText<HTMLInputElement>('Keep');
    expect([keep.value, keep.placeholder]).toEqual(['', 'mixed values']);
    fireEvent.change(keep, { target: { value: '12' } });
    fireEvent.blur(keep);
    expect([nodes().large?.parameters.keep, nodes().second?.parameters.keep]).toEqual([12, 12]);
    await act(async () => session.undo());
    expect([nodes().large?.parameters.keep, nodes().second?.parameters.keep]).toEqual([-5, 7]);
  });

  it('sets name, mode and time limit of all of them', async () => {
    const { nodes } = await openSeveral();
    const name = screen.getByLabelText<HTMLInputElement>('Name');
    expect(name.placeholder).toBe('mixed values');
    fireEvent.change(name, { target: { value: 'Sums' } });
    fireEvent.blur(name);
    fireEvent.change(screen.getByLabelText('Mode'), { target: { value: 'bypassed' } });
    const limit = screen.getByLabelText('Time limit');
    fireEvent.change(limit, { target: { value: '1,5' } });
    fireEvent.keyDown(limit, { key: 'Enter' });
    for (const id of ['large', 'second']) {
      expect(nodes()[id]).toMatchObject({ name: 'Sums', mode: 'bypassed', timeoutMs: 1500 });
    }
  });

  it('keeps a wrong time limit in the field and says what must hold', async () => {
    const { nodes } = await openSeveral();
    const limit = screen.getByLabelText<HTMLInputElement>('Time limit');
    fireEvent.change(limit, { target: { value: '-3' } });
    fireEvent.blur(limit);
    expect(limit.value).toBe('-3');
    expect(screen.getByText('Time limit must be more than 0 s; received -3.')).toBeTruthy();
    expect(nodes().large?.timeoutMs).toBeUndefined();
  });

  it('leaves the nodes alone that an edge feeds', async () => {
    const { session, nodes } = await openSeveral();
    await act(async () => {
      session.edit('test', [{ op: 'connect', to: 'large.keep', edge: { from: 'number.number' } }]);
    });
    expect(screen.getByText('An edge feeds it in 1 of 2 nodes.')).toBeTruthy();
    const keep = screen.getByLabelText<HTMLInputElement>('Keep');
    expect(keep.value).toBe('7');
    fireEvent.change(keep, { target: { value: '9' } });
    fireEvent.blur(keep);
    expect([nodes().large?.parameters.keep, nodes().second?.parameters.keep]).toEqual([-5, 9]);
  });
});
