import { FileClock, FilePen } from 'lucide-react';
import { useStore } from 'zustand';
import { documentTitle, openPath, reopenDocument } from '../editor/documents';
import { useApp, useEditor } from '../editor/EditorContext';
import { messages } from '../messages';

const MOST = 5;

/** Files opened lately and documents closed before they had one; press one to open it again. */
export function RecentList({ onOpened }: { onOpened?: () => void }) {
  const editor = useEditor();
  const recent = useApp((state) => state.info?.recent) ?? [];
  const closed = useStore(editor.workspace, (state) => state.closed);
  const neverSaved = closed.filter(({ path }) => path === undefined);
  if (recent.length + neverSaved.length === 0) return null;
  return (
    <section className="recent" aria-label={messages.palette.recent}>
      <h2>{messages.palette.recent}</h2>
      <ul>
        {neverSaved.slice(0, MOST).map((entry) => (
          <li key={entry.documentId}>
            <button
              type="button"
              onClick={() => {
                onOpened?.();
                void reopenDocument(editor, entry);
              }}
            >
              <FilePen aria-hidden size={14} />
              {entry.name}
              <span>{messages.document.neverSaved}</span>
            </button>
          </li>
        ))}
        {recent.slice(0, MOST).map((path) => (
          <li key={path}>
            <button
              type="button"
              title={path}
              onClick={() => {
                onOpened?.();
                void openPath(editor, path);
              }}
            >
              <FileClock aria-hidden size={14} />
              {documentTitle(path, path)}
              <span>{path}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
