import { useSession } from '../editor/EditorContext';
import { colorNodes } from '../editor/node-edits';
import { ColorPicker } from './ColorPicker';
import { useSharedColor } from './useSharedValues';

/** The colour of nodes. */
export function ColorMenu({ ids }: { ids: readonly string[] }) {
  const session = useSession();
  return <ColorPicker color={useSharedColor(ids)} onPick={(color) => colorNodes(session, ids, color)} />;
}
