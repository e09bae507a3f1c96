import { documentTitle } from '../editor/documents';
import { useDocument } from '../editor/EditorContext';
import { messages } from '../messages';

/** Where in the document the canvas is. */
export function CanvasCrumb() {
  const title = useDocument((state) => documentTitle(state.path, state.blueprint.name));
  return (
    <div className="crumb">
      {title} / <b>{messages.canvas.main}</b>
    </div>
  );
}
