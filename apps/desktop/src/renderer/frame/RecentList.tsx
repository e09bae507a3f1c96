import { FileClock } from 'lucide-react';
import { documentTitle, openPath } from '../editor/documents';
import { useApp, useEditor } from '../editor/EditorContext';
import { messages } from '../messages';

const MOST = 5;

/** Files opened lately; press one to open it again. */
export function RecentList({ onOpened }: { onOpened?: () => void }) {
  const editor = useEditor();
  const recent = useApp((state) => state.info?.recent);
  if (recent === undefined || recent.length === 0) return null;
  return (
    <section className="recent" aria-label={messages.palette.recent}>
      <h2>{messages.palette.recent}</h2>
      <ul>
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
