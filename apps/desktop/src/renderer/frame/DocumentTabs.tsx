import { X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useStore } from 'zustand';
import { type DocumentSession, isDirty } from '../document/document-session';
import { closeDocument, documentTitle } from '../editor/documents';
import { useEditor } from '../editor/EditorContext';
import { flushDrafts } from '../editor/editor';
import { messages } from '../messages';

function DocumentTab({ session, active }: { session: DocumentSession; active: boolean }) {
  const editor = useEditor();
  const title = useStore(session.document, (state) => documentTitle(state.path, state.blueprint.name));
  const path = useStore(session.document, (state) => state.path);
  const dirty = useStore(session.document, isDirty);
  const show = (): void => {
    flushDrafts(editor);
    editor.workspace.setState({ active: session.documentId });
  };
  return (
    <div className="tab" data-active={active} data-dirty={dirty}>
      <button
        type="button"
        role="tab"
        className="tab-name"
        aria-selected={active}
        tabIndex={active ? 0 : -1}
        title={path ?? title}
        data-document={session.documentId}
        onClick={show}
        onAuxClick={(event) => {
          if (event.button === 1) void closeDocument(editor, session.documentId);
        }}
      >
        {title}
        {dirty ? <span className="tab-dot" role="img" aria-label={messages.topBar.unsaved} /> : null}
      </button>
      <button
        type="button"
        className="tab-close"
        aria-label={messages.topBar.closeTab(title)}
        onClick={() => void closeDocument(editor, session.documentId)}
      >
        <X aria-hidden size={12} />
      </button>
    </div>
  );
}

/** One tab for each open document; arrow keys move between them. */
export function DocumentTabs() {
  const editor = useEditor();
  const list = useRef<HTMLDivElement>(null);
  const { sessions, active } = useStore(editor.workspace);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const index = sessions.findIndex((session) => session.documentId === active);
    const next = sessions[index + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    editor.workspace.setState({ active: next.documentId });
    list.current?.querySelector<HTMLElement>(`[data-document="${next.documentId}"]`)?.focus();
  };
  return (
    <div
      ref={list}
      className="document-tabs"
      role="tablist"
      aria-label={messages.topBar.documents}
      onKeyDown={onKeyDown}
    >
      {sessions.map((session) => (
        <DocumentTab key={session.documentId} session={session} active={session.documentId === active} />
      ))}
    </div>
  );
}
