import { useSession } from '../editor/EditorContext';
import { colorSelection } from '../editor/looks';
import { inspectorMessages } from '../messages-inspector';
import { ColorPicker } from './ColorPicker';
import type { Shared } from './useSharedValues';

/** The colour of what is selected. */
export function SelectionColor({ color }: { color: Shared<string> }) {
  const session = useSession();
  return (
    <div className="field color-field">
      <span className="field-label">{inspectorMessages.color}</span>
      <ColorPicker worded color={color} onPick={(picked) => colorSelection(session, picked)} />
    </div>
  );
}
