import { useStore } from 'zustand';
import { Comparison } from '../compare/Comparison';
import { documentTitle } from '../editor/documents';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { answerDialog } from './open-dialog';

/** The document here beside its file as another program left it; answers `reload` or `keep`. */
export function CompareDialog({ request }: { request: Extract<DialogRequest, { kind: 'compare' }> }) {
  const { ui, workspace } = useEditor();
  const session = useStore(workspace, ({ sessions }) =>
    sessions.find(({ documentId }) => documentId === request.documentId),
  );
  const answer = (key: string | undefined): void => answerDialog(ui, request.id, key);
  if (session === undefined) return null;
  const { path, blueprint } = session.document.getState();
  const { compare, disk } = messages.document;
  return (
    <DialogFrame
      title={compare.title(documentTitle(path, blueprint.name))}
      size="full"
      onClose={() => answer(undefined)}
    >
      <Comparison
        before={blueprint}
        after={request.onDisk}
        labels={{ before: compare.here, after: compare.disk }}
        first="after"
      />
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => answer(undefined)}>
          {messages.dialogs.cancel}
        </button>
        <button type="button" className="button" onClick={() => answer('keep')}>
          {disk.keep}
        </button>
        <button type="button" className="button button-primary" onClick={() => answer('reload')}>
          {disk.reload}
        </button>
      </div>
    </DialogFrame>
  );
}
