import { activeSession, type Editor, flushDrafts } from './editor';

/** Brings a document to the front; text that is being typed is taken over first. */
export function showTab(editor: Editor, documentId: string): void {
  if (editor.workspace.getState().active === documentId) return;
  flushDrafts(editor);
  editor.workspace.setState({ active: documentId });
}

/** The tab so many places on, round the end. */
export function stepTab(editor: Editor, by: number): void {
  const { sessions, active } = editor.workspace.getState();
  const index = sessions.findIndex((session) => session.documentId === active);
  const next = sessions[(index + by + sessions.length) % sessions.length];
  if (next !== undefined) showTab(editor, next.documentId);
}

/** The tab at a place counted from 1; 9 is the last one, as in browsers. */
export function showTabAt(editor: Editor, place: number): void {
  const { sessions } = editor.workspace.getState();
  const session = place === 9 ? sessions.at(-1) : sessions[place - 1];
  if (session !== undefined) showTab(editor, session.documentId);
}

/** Moves a tab to an index counted from 0, beyond the ends to the end. */
export function moveTab(editor: Editor, documentId: string, index: number): void {
  const { sessions } = editor.workspace.getState();
  const from = sessions.findIndex((session) => session.documentId === documentId);
  const to = Math.min(sessions.length - 1, Math.max(0, index));
  const moved = sessions[from];
  if (moved === undefined || from === to) return;
  const next = sessions.filter((session) => session !== moved);
  next.splice(to, 0, moved);
  editor.workspace.setState({ sessions: next });
}

/** Moves the tab in front by so many places. */
export function moveActiveTab(editor: Editor, by: number): void {
  const session = activeSession(editor);
  if (session === undefined) return;
  const index = editor.workspace.getState().sessions.indexOf(session);
  moveTab(editor, session.documentId, index + by);
}
