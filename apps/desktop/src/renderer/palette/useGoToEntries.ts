import { flatten } from '@atomiton/blueprint';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { nodeAtPath } from '../document/levels';
import { useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';

/** The palette lists at most this many nodes of the document; the outline has them all. */
const MOST = 400;
const NOTHING = createStore(() => ({ root: undefined }));

/** Nodes of the document in front that the palette can go to, those inside subgraphs by their path. */
export function useGoToEntries(): { id: string; name: string }[] {
  const editor = useEditor();
  const blueprint = useStore(activeSession(editor)?.document ?? NOTHING, (state) => state.root);
  return useMemo(() => {
    const { catalog } = editor.app.getState();
    if (blueprint === undefined) return [];
    const { blueprint: flat, pathOf, instances } = flatten(blueprint);
    const entries = Object.entries(flat.nodes).map(([id, node]) => ({ id: pathOf.get(id) ?? id, node }));
    const outer = [...instances.keys()].flatMap((path) => {
      const node = nodeAtPath(blueprint, path);
      return node === undefined ? [] : [{ id: path, node }];
    });
    return [...outer, ...entries]
      .slice(0, MOST)
      .map(({ id, node }) => ({ id, name: node.name ?? catalog.get(node.type)?.name ?? id }));
  }, [blueprint, editor]);
}
