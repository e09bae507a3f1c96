import { DialogFrame } from '../dialogs/DialogFrame';
import type { DialogRequest } from '../dialogs/dialog-request';
import { answerDialog } from '../dialogs/open-dialog';
import { useEditor } from '../editor/EditorContext';
import { RecentList } from '../frame/RecentList';
import { shellMessages } from '../messages-shell';
import { ExampleGallery } from './ExampleGallery';

/** Examples with pictures, and the files of the last days. */
export function GalleryDialog({ request }: { request: Extract<DialogRequest, { kind: 'gallery' }> }) {
  const { ui } = useEditor();
  const close = (): void => answerDialog(ui, request.id, undefined);
  return (
    <DialogFrame title={shellMessages.gallery.title} size="wide" onClose={close}>
      <div className="gallery-body">
        <p className="gallery-lead">{shellMessages.gallery.lead}</p>
        <ExampleGallery onOpened={close} />
        <RecentList onOpened={close} />
      </div>
    </DialogFrame>
  );
}
