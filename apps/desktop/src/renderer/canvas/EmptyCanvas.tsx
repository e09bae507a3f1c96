import { FileInput, LayoutGrid, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { keyText } from '../commands/command';
import { runCommand } from '../commands/command-list';
import { useKeyOf } from '../commands/useBindings';
import { addDataFile } from '../editor/add-data-file';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';

interface WayProps {
  icon: ReactNode;
  label: string;
  hint: string;
  keys?: string | undefined;
  onClick: () => void;
}

function Way({ icon, label, hint, keys, onClick }: WayProps) {
  return (
    <li>
      <button type="button" className="empty-way" onClick={onClick}>
        {icon}
        <span>
          <b>{label}</b>
          <small>{hint}</small>
        </span>
        {keys === undefined ? null : <kbd>{keyText(keys)}</kbd>}
      </button>
    </li>
  );
}

/** What an empty canvas teaches: each way to begin is also a button. Clicks beside them fall through to the canvas. */
export function EmptyCanvas() {
  const editor = useEditor();
  const searchKey = useKeyOf('search');
  const galleryKey = useKeyOf('gallery');
  return (
    <div className="empty-canvas" data-testid="empty-canvas">
      <h1>{messages.canvas.emptyTitle}</h1>
      <ul className="empty-ways">
        <Way
          icon={<Search aria-hidden size={17} />}
          label={shellMessages.gallery.search}
          hint={messages.canvas.emptySearch}
          keys={searchKey}
          onClick={() => runCommand(editor, 'search')}
        />
        <Way
          icon={<LayoutGrid aria-hidden size={17} />}
          label={shellMessages.gallery.browse}
          hint={shellMessages.gallery.lead}
          keys={galleryKey}
          onClick={() => runCommand(editor, 'gallery')}
        />
        <Way
          icon={<FileInput aria-hidden size={17} />}
          label={shellMessages.gallery.drop}
          hint={shellMessages.gallery.orDrop}
          onClick={() => void addDataFile(editor)}
        />
      </ul>
    </div>
  );
}
