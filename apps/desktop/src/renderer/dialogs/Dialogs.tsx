import { useUi } from '../editor/EditorContext';
import { GalleryDialog } from '../gallery/GalleryDialog';
import { SettingsDialog } from '../settings/SettingsDialog';
import { CompareDialog } from './CompareDialog';
import { ConfirmDialog } from './ConfirmDialog';
import { FileDialog } from './FileDialog';
import { MissingNodesDialog } from './MissingNodesDialog';
import { ShortcutsDialog } from './ShortcutsDialog';
import { TrustDialog } from './TrustDialog';
import { TrustedDialog } from './TrustedDialog';
import { VersionsDialog } from './VersionsDialog';

/** The dialogs that are open, the latest on top. */
export function Dialogs() {
  const dialogs = useUi((state) => state.dialogs);
  return dialogs.map((request) => {
    switch (request.kind) {
      case 'confirm':
        return <ConfirmDialog key={request.id} request={request} />;
      case 'file':
        return <FileDialog key={request.id} request={request} />;
      case 'shortcuts':
        return <ShortcutsDialog key={request.id} request={request} />;
      case 'settings':
        return <SettingsDialog key={request.id} request={request} />;
      case 'gallery':
        return <GalleryDialog key={request.id} request={request} />;
      case 'versions':
        return <VersionsDialog key={request.id} request={request} />;
      case 'compare':
        return <CompareDialog key={request.id} request={request} />;
      case 'missing-nodes':
        return <MissingNodesDialog key={request.id} request={request} />;
      case 'trust':
        return <TrustDialog key={request.id} request={request} />;
      case 'trusted':
        return <TrustedDialog key={request.id} request={request} />;
    }
  });
}
