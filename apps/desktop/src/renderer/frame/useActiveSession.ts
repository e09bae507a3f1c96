import { useStore } from 'zustand';
import type { DocumentSession } from '../document/document-session';
import { useEditor } from '../editor/EditorContext';

/** The document in front, if any. */
export function useActiveSession(): DocumentSession | undefined {
  return useStore(useEditor().workspace, ({ sessions, active }) =>
    sessions.find((session) => session.documentId === active),
  );
}
