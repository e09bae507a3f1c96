import { type ReactNode, useEffect } from 'react';
import { useDocument, useEditor } from '../editor/EditorContext';
import { flushDrafts } from '../editor/editor';

/**
 * Fields that change the document: read-only while another window edits it. Text that was being typed when the other
 * window took over becomes an edit that waits.
 */
export function WritableFields({ children }: { children: ReactNode }) {
  const editor = useEditor();
  const writer = useDocument((state) => state.writer);
  useEffect(() => {
    if (!writer) flushDrafts(editor);
  }, [writer, editor]);
  return (
    <fieldset className="writable-fields" disabled={!writer}>
      {children}
    </fieldset>
  );
}
