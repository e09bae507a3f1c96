import { useEditor } from '../editor/EditorContext';
import { foreignMessages as text } from '../messages-foreign';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { answerDialog } from './open-dialog';

/** Of one type so many nodes are listed. */
const MOST = 50;

/** The nodes whose types are not installed; press one to go there. */
export function MissingNodesDialog({
  request,
}: {
  request: Extract<DialogRequest, { kind: 'missing-nodes' }>;
}) {
  const editor = useEditor();
  const close = (): void => answerDialog(editor.ui, request.id, undefined);
  return (
    <DialogFrame title={text.title} size="large" onClose={close}>
      <p className="dialog-body">{text.intro}</p>
      <ul className="trust-nodes" data-testid="missing-nodes">
        {request.missing.map(({ type, nodes }) => (
          <li key={type} className="trust-node" data-missing-type={type}>
            <header>
              <strong>{type}</strong>
              <small>{text.nodes(nodes.length)}</small>
            </header>
            <div className="missing-list">
              {nodes.slice(0, MOST).map(({ id, name }) => (
                <button
                  key={id}
                  type="button"
                  className="chip"
                  aria-label={text.goTo(name)}
                  onClick={() => {
                    close();
                    editor.view?.centre(id);
                  }}
                >
                  {name}
                </button>
              ))}
              {nodes.length > MOST ? <small>{text.more(nodes.length - MOST)}</small> : null}
            </div>
          </li>
        ))}
      </ul>
    </DialogFrame>
  );
}
