import { messages } from '../messages';
import { DocumentName } from './DocumentName';

/** Where in the document the canvas is. */
export function CanvasCrumb() {
  return (
    <div className="crumb">
      <DocumentName /> / <b>{messages.canvas.main}</b>
    </div>
  );
}
