import { type CSSProperties, type KeyboardEvent, useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { closeDocument } from '../editor/closing';
import { useEditor } from '../editor/EditorContext';
import { showTab } from '../editor/tabs';
import { messages } from '../messages';
import { DocumentTab } from './DocumentTab';
import { useTabDrag } from './useTabDrag';

/** One tab for each open document: arrow keys walk them, Delete closes one, a drag changes their order. */
export function DocumentTabs() {
  const editor = useEditor();
  const list = useRef<HTMLDivElement>(null);
  const sessions = useStore(editor.workspace, (state) => state.sessions);
  const active = useStore(editor.workspace, (state) => state.active);
  const tabs = useCallback(() => [...(list.current?.querySelectorAll('.tab') ?? [])], []);
  const { dragged, onPointerDown } = useTabDrag(tabs);
  const count = sessions.length;

  useEffect(() => {
    if (count > 0)
      list.current?.querySelector(`[data-document="${active}"]`)?.scrollIntoView?.({ block: 'nearest' });
  }, [active, count]);

  const focusTab = (documentId: string): void => {
    showTab(editor, documentId);
    list.current?.querySelector<HTMLElement>(`[data-document="${documentId}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const index = sessions.findIndex((session) => session.documentId === active);
    const places: Partial<Record<string, number>> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      Home: 0,
      End: sessions.length - 1,
    };
    const next = sessions[places[event.key] ?? -1];
    if (next !== undefined) {
      event.preventDefault();
      focusTab(next.documentId);
    } else if (event.key === 'Delete' && active !== undefined) {
      event.preventDefault();
      void closeDocument(editor, active).then(() => {
        const left = editor.workspace.getState().active;
        if (left !== undefined) focusTab(left);
      });
    }
  };
  return (
    <div
      ref={list}
      className="document-tabs"
      style={{ '--tab-count': count } as CSSProperties}
      role="tablist"
      aria-label={messages.topBar.documents}
      onKeyDown={onKeyDown}
      onWheel={({ currentTarget, deltaY }) => {
        currentTarget.scrollLeft += deltaY;
      }}
    >
      {sessions.map((session, index) => (
        <DocumentTab
          key={session.documentId}
          session={session}
          active={session.documentId === active}
          dragged={session.documentId === dragged}
          onPointerDown={(event) => onPointerDown(event, session.documentId, index)}
        />
      ))}
    </div>
  );
}
