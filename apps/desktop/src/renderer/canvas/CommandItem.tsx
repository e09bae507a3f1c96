import { ContextMenu } from 'radix-ui';
import { keyText } from '../commands/command';
import { COMMANDS } from '../commands/command-list';
import { useBindings } from '../commands/useBindings';
import { useEditor } from '../editor/EditorContext';

/** A command as a line of a menu; absent where it cannot run. */
export function CommandItem({ id }: { id: string }) {
  const editor = useEditor();
  const bindings = useBindings();
  const command = COMMANDS.find((candidate) => candidate.id === id);
  if (command === undefined || command.when?.(editor) === false) return null;
  const [key] = bindings.keysOf(id);
  return (
    <ContextMenu.Item className="menu-item" data-command={id} onSelect={() => command.run(editor)}>
      {command.title}
      {key === undefined ? null : <kbd>{keyText(key)}</kbd>}
    </ContextMenu.Item>
  );
}
