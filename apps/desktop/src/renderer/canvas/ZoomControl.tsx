import { useStore } from '@xyflow/react';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';

/** Zoom out, the zoom in percent (click: 100 %), zoom in, fit. */
export function ZoomControl() {
  const editor = useEditor();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="zoom" role="group" aria-label={messages.canvas.zoomReset}>
      <button
        type="button"
        aria-label={messages.canvas.zoomOut}
        onClick={() => editor.view?.zoomBy(1 / 1.25)}
      >
        −
      </button>
      <button type="button" title={messages.canvas.zoomReset} onClick={() => editor.view?.zoomTo(1)}>
        {percent} %
      </button>
      <button type="button" aria-label={messages.canvas.zoomIn} onClick={() => editor.view?.zoomBy(1.25)}>
        +
      </button>
      <button type="button" aria-label={messages.canvas.fitLabel} onClick={() => editor.view?.fit()}>
        {messages.canvas.fit}
      </button>
    </div>
  );
}
