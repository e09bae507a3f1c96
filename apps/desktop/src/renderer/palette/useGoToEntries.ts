import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';

/** The palette lists at most this many nodes of the document; the outline has them all. */
const MOST = 400;
const NOTHING = createStore(() => ({ blueprint: undefined }));

/** Nodes of the document in front that the palette can go to. */
export function useGoToEntries(): { id: string; name: string }[] {
  const editor = useEditor();
  const blueprint = useStore(activeSession(editor)?.document ?? NOTHING, (state) => state.blueprint);
  return useMemo(() => {
    const { catalog } = editor.app.getState();
    return Object.entries(blueprint?.nodes ?? {})
      .slice(0, MOST)
      .map(([id, node]) => ({ id, name: node.name ?? catalog.get(node.type)?.name ?? id }));
  }, [blueprint, editor]);
}
