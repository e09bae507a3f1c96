import { useEffect, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { importFile } from '../editor/import-text';
import { messages } from '../messages';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

/** Takes blueprint files dropped anywhere on the window; everything else is the canvas's. */
export function WindowDrop() {
  const editor = useEditor();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Enter and leave come in pairs for every element on the way.
    let depth = 0;
    const onEnter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth++;
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onOver = (event: DragEvent): void => {
      // Without this the browser would show the file in place of the editor.
      if (carriesFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])].filter(({ name }) => /\.json$/i.test(name));
      void (async () => {
        for (const file of files) await importFile(editor, file);
      })();
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
    };
  }, [editor]);
  if (!over) return null;
  return (
    <div className="drop-veil" aria-hidden>
      <p>{messages.document.drop}</p>
    </div>
  );
}
