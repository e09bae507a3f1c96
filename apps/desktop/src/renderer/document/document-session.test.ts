import { AtomitonError } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { select } from '../canvas/canvas-store';
import { addNode, connect, deleteSelection, duplicateSelection, setParameter } from '../editor/edits';
import { movePlaces } from '../editor/moves';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { openTestEditor, settle } from '../testing/test-editor';
import { isDirty } from './document-session';

const demo = { examples: { demo: DEMO_DOCUMENT } };

describe('document session', () => {
  it('shows an edit at once and brings it to the host', async () => {
    const { session, host } = await openTestEditor(demo);
    setParameter(session, 'large', 'keep', 12);
    expect(session.document.getState().blueprint.nodes.large?.parameters.keep).toBe(12);
    expect(isDirty(session.document.getState())).toBe(true);
    await session.settled();
    expect(host.documents.get(session.documentId)?.blueprint.nodes.large?.parameters.keep).toBe(12);
    expect(session.document.getState()).toMatchObject({ pending: 0, revision: 1 });
  });

  it('sends edits in order, one batch at a time, however fast they come', async () => {
    const { session, host } = await openTestEditor(demo);
    for (let value = 1; value <= 25; value++) setParameter(session, 'number', 'value', value);
    await session.settled();
    expect(host.documents.get(session.documentId)).toMatchObject({ revision: 25 });
    expect(host.documents.get(session.documentId)?.blueprint.nodes.number?.parameters.value).toBe(25);
  });

  it('knows an edit whose answer was lost, and sends only what came after it when the host is back', async () => {
    const { session, host } = await openTestEditor(demo);
    const apply = host.handlers['document.apply'];
    host.handlers['document.apply'] = async (input) => {
      await apply(input);
      host.handlers['document.apply'] = apply;
      throw new AtomitonError({
        kind: 'dependency',
        code: 'bridge-lost',
        message: 'The connection is lost.',
      });
    };
    const definition = session.document.getState().catalog.get('core/number');
    if (definition === undefined) throw new Error('no such node');
    setParameter(session, 'number', 'value', 7);
    await expect.poll(() => host.documents.get(session.documentId)?.revision).toBe(1);
    addNode(session, definition, { x: 0, y: 500 });
    await session.rejoin();
    await session.settled();
    const held = host.documents.get(session.documentId);
    const { blueprint, revision, pending } = session.document.getState();
    expect([revision, pending, held?.revision]).toEqual([2, 0, 2]);
    expect(blueprint).toEqual(held?.blueprint);
    expect(Object.keys(blueprint.nodes)).toHaveLength(Object.keys(DEMO_DOCUMENT.nodes).length + 1);
  });

  it('is not taken back by an answer older than an edit that the host took meanwhile', async () => {
    const { session, host } = await openTestEditor(demo);
    const reopen = host.handlers['document.reopen'];
    let older: Promise<unknown> = Promise.resolve();
    host.handlers['document.reopen'] = async (input) => {
      const answer = structuredClone(await reopen(input));
      await older;
      return answer;
    };
    let taken = (): void => undefined;
    older = new Promise<void>((done) => {
      taken = done;
    });
    const back = session.rejoin();
    setParameter(session, 'number', 'value', 7);
    await session.settled();
    taken();
    await back;
    setParameter(session, 'number', 'value', 8);
    await session.settled();
    const held = host.documents.get(session.documentId);
    expect(held?.revision).toBe(2);
    expect(session.document.getState()).toMatchObject({ revision: 2, pending: 0, canUndo: true });
    expect(session.document.getState().blueprint).toEqual(held?.blueprint);
  });

  it('undoes a drag of several nodes as one, back to the same places', async () => {
    const { session } = await openTestEditor(demo);
    const before = session.document.getState().blueprint;
    movePlaces(
      session,
      new Map([
        ['open', { x: 55.4, y: 10 }],
        ['large', { x: 355, y: 10 }],
      ]),
    );
    expect(session.document.getState().blueprint.layout.positions.open).toEqual({ x: 55, y: 10 });
    session.undo();
    expect(session.document.getState().blueprint).toEqual(before);
    expect(session.document.getState().canUndo).toBe(false);
    expect(session.canvas.getState().nodes.find((node) => node.id === 'open')?.position).toEqual({
      x: 0,
      y: 0,
    });
    session.redo();
    expect(session.document.getState().blueprint.layout.positions.large).toEqual({ x: 355, y: 10 });
  });

  it('deletes nodes with their edges and brings all of it back in one step', async () => {
    const { session, host } = await openTestEditor(demo);
    const before = session.document.getState().blueprint;
    select(session.canvas, ['large'], ['text.values.1']);
    deleteSelection(session);
    const { blueprint } = session.document.getState();
    expect(Object.keys(blueprint.edges)).toEqual(['text.values.0']);
    expect(session.canvas.getState().edges.map((edge) => edge.id)).toEqual(['text.values.0']);
    session.undo();
    expect(session.document.getState().blueprint).toEqual(before);
    await session.settled();
    expect(host.documents.get(session.documentId)?.blueprint).toEqual(before);
  });

  it('replaces the edge of an input that is fed already', async () => {
    const { session } = await openTestEditor(demo);
    connect(session, 'open.table', 'chart.table');
    expect(session.document.getState().blueprint.edges['chart.table']?.from).toBe('open.table');
    session.undo();
    expect(session.document.getState().blueprint.edges['chart.table']?.from).toBe('large.table');
  });

  it('keeps the identity of every drawn node that an edit does not touch', async () => {
    const { session } = await openTestEditor(demo);
    const before = new Map(session.canvas.getState().nodes.map((node) => [node.id, node]));
    setParameter(session, 'large', 'keep', 3);
    const changed = session.canvas.getState().nodes.filter((node) => before.get(node.id) !== node);
    expect(changed.map((node) => node.id)).toEqual(['large']);
  });

  it('adds and duplicates nodes under fresh ids, fed as the originals are', async () => {
    const { session, editor } = await openTestEditor(demo);
    const definition = editor.app.getState().catalog.get('core/chart');
    if (definition === undefined) throw new Error('no chart');
    expect(addNode(session, definition, { x: 0, y: 0 })).toBe('chart_2');
    select(session.canvas, ['filter']);
    duplicateSelection(session);
    const [copy] = session.canvas.getState().selectedNodes;
    expect(copy).not.toBe('filter');
    expect(session.document.getState().blueprint.edges[`${copy}.table`]?.from).toBe('large.table');
  });

  it('takes an edit back that the host refuses, says so, and keeps those that still fit', async () => {
    const { session, host, editor } = await openTestEditor(demo);
    const apply = host.handlers['document.apply'];
    let refuse = true;
    host.handlers['document.apply'] = async (input) => {
      if (!refuse) return apply(input);
      refuse = false;
      throw new Error('No space is left on the disk.');
    };
    setParameter(session, 'number', 'value', 1);
    setParameter(session, 'large', 'keep', 8);
    await session.settled();
    await settle();
    const { nodes } = session.document.getState().blueprint;
    expect(nodes.number?.parameters.value).toBe(42);
    expect(nodes.large?.parameters.keep).toBe(8);
    expect(editor.ui.getState().toasts[0]?.text).toContain('No space is left on the disk.');
    expect(host.documents.get(session.documentId)?.blueprint.nodes.number?.parameters.value).toBe(42);
  });

  it('follows an edit made elsewhere and puts its own on top', async () => {
    const { session, host } = await openTestEditor(demo);
    await host.handlers['document.apply']({
      documentId: session.documentId,
      baseRevision: 0,
      operations: [{ op: 'rename-node', id: 'open', name: 'Elsewhere' }],
    });
    setParameter(session, 'number', 'value', 7);
    session.announced({
      documentId: session.documentId,
      revision: 1,
      savedRevision: 0,
      operations: [{ op: 'rename-node', id: 'open', name: 'Elsewhere' }],
    });
    await session.settled();
    const { nodes } = session.document.getState().blueprint;
    expect(nodes.open?.name).toBe('Elsewhere');
    expect(nodes.number?.parameters.value).toBe(7);
    expect(host.documents.get(session.documentId)?.blueprint).toEqual(session.document.getState().blueprint);
  });

  it('has nothing unsaved after a save that made paths relative', async () => {
    const { session } = await openTestEditor(demo);
    session.announced({
      documentId: session.documentId,
      revision: 1,
      savedRevision: 1,
      operations: [{ op: 'set-parameter', id: 'open', name: 'path', value: 'sales.csv' }],
    });
    session.saved('/data/mine.blueprint.json', 1);
    expect(isDirty(session.document.getState())).toBe(false);
    expect(session.document.getState()).toMatchObject({ revision: 1, savedRevision: 1, pending: 0 });
  });
});
