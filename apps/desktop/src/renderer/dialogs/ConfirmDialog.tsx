import { shownText } from '../document/shown-text';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { answerDialog } from './open-dialog';

/** A question; closing it is the answer that changes nothing. */
export function ConfirmDialog({ request }: { request: Extract<DialogRequest, { kind: 'confirm' }> }) {
  const { ui } = useEditor();
  return (
    <DialogFrame title={request.title} size="small" onClose={() => answerDialog(ui, request.id, undefined)}>
      <p className="dialog-body">{shownText(request.body)}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => answerDialog(ui, request.id, undefined)}>
          {messages.dialogs.cancel}
        </button>
        {[...request.answers].reverse().map((answer) => (
          <button
            key={answer.key}
            type="button"
            className={`button button-${answer.tone ?? 'plain'}`}
            // Enter is the answer that leads on; a dangerous one has to be chosen.
            autoFocus={answer.tone === 'primary'}
            onClick={() => answerDialog(ui, request.id, answer.key)}
          >
            {answer.label}
          </button>
        ))}
      </div>
    </DialogFrame>
  );
}
