import { Minimize2 } from 'lucide-react';
import { keyText } from '../commands/command';
import { runCommand } from '../commands/command-list';
import { useKeyOf } from '../commands/useBindings';
import { useEditor } from '../editor/EditorContext';
import { shellMessages } from '../messages-shell';

/** The way back from focus mode for the mouse. */
export function FocusModeExit() {
  const editor = useEditor();
  const keys = useKeyOf('focus-mode');
  return (
    <button type="button" className="focus-exit" onClick={() => runCommand(editor, 'focus-mode')}>
      <Minimize2 aria-hidden size={14} />
      {shellMessages.panels.leaveFocus}
      {keys === undefined ? null : <kbd aria-hidden>{keyText(keys)}</kbd>}
    </button>
  );
}
