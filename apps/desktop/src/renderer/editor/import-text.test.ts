import { describe, expect, it } from 'vitest';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { openTestEditor } from '../testing/test-editor';
import { activeSession } from './editor';
import { importText } from './import-text';

describe('a dropped blueprint file', () => {
  it('opens as a new document with the same nodes, edges and places', async () => {
    const { editor, host } = await openTestEditor();
    await importText(editor, 'city-sales.blueprint.json', JSON.stringify(DEMO_DOCUMENT));
    const session = activeSession(editor);
    const blueprint = session?.document.getState().blueprint;
    expect(blueprint?.name).toBe('city-sales');
    expect(blueprint?.nodes).toEqual(DEMO_DOCUMENT.nodes);
    expect(blueprint?.edges).toEqual(DEMO_DOCUMENT.edges);
    expect(blueprint?.layout.positions).toEqual(DEMO_DOCUMENT.layout.positions);
    await session?.settled();
    expect(host.documents.get(session?.documentId ?? '')?.blueprint.nodes).toEqual(DEMO_DOCUMENT.nodes);
  });

  it('is refused with what is wrong, and nothing opens', async () => {
    const { editor } = await openTestEditor();
    const before = editor.workspace.getState().sessions.length;
    await importText(
      editor,
      'broken.json',
      '{"formatVersion": 99, "id": "x", "name": "x", "nodes": {}, "edges": {}}',
    );
    expect(editor.workspace.getState().sessions).toHaveLength(before);
    expect(editor.ui.getState().toasts.at(-1)?.text).toMatch(/^broken\.json was not opened\..*99/);
  });
});
