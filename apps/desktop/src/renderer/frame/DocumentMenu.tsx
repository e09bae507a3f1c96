import { ChevronDown } from 'lucide-react';
import { ContextMenu, DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { keyText } from '../commands/command';
import { COMMANDS } from '../commands/command-list';
import { useBindings } from '../commands/useBindings';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';

/** Commands by their ids, in groups. */
const GROUPS: readonly (readonly string[])[] = [
  ['rename-document', 'save', 'save-as', 'save-copy', 'save-all'],
  ['versions', 'compare-with-file', 'revert', 'edit-here'],
  ['copy-blueprint'],
  ['tab-left', 'tab-right', 'reopen', 'close'],
];

type MenuItem = typeof DropdownMenu.Item | typeof ContextMenu.Item;

/** What can be done with the document in front; what cannot is left out. */
function MenuItems({ Item }: { Item: MenuItem }) {
  const editor = useEditor();
  const bindings = useBindings();
  return GROUPS.map((ids) => (
    <div key={ids[0]} role="group" className="menu-group">
      {ids.map((id) => {
        const command = COMMANDS.find((candidate) => candidate.id === id);
        if (command === undefined || command.when?.(editor) === false) return null;
        const [key] = bindings.keysOf(id);
        return (
          <Item key={id} className="menu-item" data-command={id} onSelect={() => command.run(editor)}>
            {command.title}
            {key === undefined ? null : <kbd>{keyText(key)}</kbd>}
          </Item>
        );
      })}
    </div>
  ));
}

/** The menu of the document, beside its name. */
export function DocumentMenu() {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="crumb-menu" aria-label={messages.document.name.menu}>
        <ChevronDown aria-hidden size={13} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="start"
          sideOffset={4}
          // A command may have opened a field or a dialog that has the focus now.
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <MenuItems Item={DropdownMenu.Item} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The same menu on a tab, by the right mouse button or the menu key. */
export function TabMenu({ children, onOpen }: { children: ReactNode; onOpen: () => void }) {
  return (
    <ContextMenu.Root onOpenChange={(open) => open && onOpen()}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" onCloseAutoFocus={(event) => event.preventDefault()}>
          <MenuItems Item={ContextMenu.Item} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
