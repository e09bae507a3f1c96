import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { nodeTree } from '../document/node-tree';
import { useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';

/** The palette searches at most this many nodes of the document; the outline has them all. */
const MOST = 20_000;
const NOTHING = createStore(() => ({ root: undefined }));

/** Nodes of the document in front that the palette can go to, those inside subgraphs by their path. */
export function useGoToEntries(): { id: string; name: string }[] {
  const editor = useEditor();
  const blueprint = useStore(activeSession(editor)?.document ?? NOTHING, (state) => state.root);
  return useMemo(() => {
    const { catalog } = editor.app.getState();
    if (blueprint === undefined) return [];
    return nodeTree(blueprint, () => true, MOST).map(({ path, node }) => ({
      id: path,
      name: node.name ?? catalog.get(node.type)?.name ?? path,
    }));
  }, [blueprint, editor]);
}
