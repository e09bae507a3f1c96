import { type DragEvent, useCallback } from 'react';
import { addReader } from '../editor/add-data-file';
import { useEditor, useSession } from '../editor/EditorContext';
import { addNode } from '../editor/edits';
import { insertOnEdge } from '../editor/insert-on-edge';
import { isBlueprintName } from '../editor/reader-nodes';
import { NODE_DRAG_TYPE } from '../library/node-drag';
import { messages } from '../messages';

/** Takes nodes dragged from the library (onto an edge: into it), and data files (a reader node is placed for them). */
export function useCanvasDrop() {
  const editor = useEditor();
  const session = useSession();
  const onDragOver = useCallback((event: DragEvent) => {
    const { types } = event.dataTransfer;
    if (!types.includes(NODE_DRAG_TYPE) && !types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  }, []);
  const onDrop = useCallback(
    (event: DragEvent) => {
      event.preventDefault();
      const at = editor.view?.toFlow({ x: event.clientX, y: event.clientY });
      if (at === undefined) return;
      const { catalog } = editor.app.getState();
      const dragged = catalog.get(event.dataTransfer.getData(NODE_DRAG_TYPE));
      if (dragged !== undefined) {
        const edge = event.target instanceof Element ? event.target.closest('.react-flow__edge') : null;
        const { blueprint } = session.document.getState();
        const into = insertOnEdge(blueprint, catalog, dragged, edge?.getAttribute('data-id') ?? '');
        addNode(session, dragged, at, into);
        return;
      }
      for (const file of event.dataTransfer.files) {
        // Blueprint files are taken by the window as a whole.
        if (isBlueprintName(file.name)) continue;
        const path = window.atomiton?.pathOf(file) ?? '';
        if (!addReader(editor, file.name, path === '' ? undefined : path, at)) {
          editor.report(messages.canvas.dropUnknown(file.name));
        }
      }
    },
    [editor, session],
  );
  return { onDragOver, onDrop };
}
