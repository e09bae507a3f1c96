import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { DocumentSession, DocumentState } from '../document/document-session';
import type { AppState } from '../stores/app-store';
import type { NodeRun, RunView } from '../stores/run-state';
import type { UiState } from '../stores/ui-store';
import type { Editor } from './editor';

const EditorContext = createContext<Editor | undefined>(undefined);
const SessionContext = createContext<DocumentSession | undefined>(undefined);

export function EditorProvider({ editor, children }: { editor: Editor; children: ReactNode }) {
  return <EditorContext.Provider value={editor}>{children}</EditorContext.Provider>;
}

export function SessionProvider({ session, children }: { session: DocumentSession; children: ReactNode }) {
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === undefined) throw new Error('useEditor needs an EditorProvider above it');
  return editor;
}

/** The document that the components below belong to. */
export function useSession(): DocumentSession {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession needs a SessionProvider above it');
  return session;
}

export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useEditor().app, select);
}

export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(useEditor().ui, select);
}

export function useDocument<T>(select: (state: DocumentState) => T): T {
  return useStore(useSession().document, select);
}

export function useRun<T>(select: (view: RunView) => T): T {
  return useStore(useSession().run.store, select);
}

/** Run state of one node: the component is drawn again only when this node has changed. */
export function useNodeRun(node: string): NodeRun | undefined {
  return useStore(useSession().run.store, (view) => view.nodes.get(node));
}
