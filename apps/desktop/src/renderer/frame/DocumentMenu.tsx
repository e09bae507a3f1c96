import { ChevronDown } from 'lucide-react';
import { ContextMenu, DropdownMenu } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { type Command, keyText } from '../commands/command';
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
function MenuItems({ Item, onChoose }: { Item: MenuItem; onChoose: (command: Command) => void }) {
  const editor = useEditor();
  const bindings = useBindings();
  return GROUPS.map((ids) => (
    <div key={ids[0]} role="group" className="menu-group">
      {ids.map((id) => {
        const command = COMMANDS.find((candidate) => candidate.id === id);
        if (command === undefined || command.when?.(editor) === false) return null;
        const [key] = bindings.keysOf(id);
        return (
          <Item key={id} className="menu-item" data-command={id} onSelect={() => onChoose(command)}>
            {command.title}
            {key === undefined ? null : <kbd>{keyText(key)}</kbd>}
          </Item>
        );
      })}
    </div>
  ));
}

/** Runs what was chosen when the menu is gone: a dialog or a field that it opens then gets the focus. */
function useChoice() {
  const editor = useEditor();
  const chosen = useRef<Command | undefined>(undefined);
  return {
    onChoose(command: Command): void {
      chosen.current = command;
    },
    onCloseAutoFocus(event: Event): void {
      const { current } = chosen;
      chosen.current = undefined;
      if (current === undefined) return;
      event.preventDefault();
      current.run(editor);
    },
  };
}

/** The menu of the document, beside its name. */
export function DocumentMenu() {
  const { onChoose, onCloseAutoFocus } = useChoice();
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
          onCloseAutoFocus={onCloseAutoFocus}
        >
          <MenuItems Item={DropdownMenu.Item} onChoose={onChoose} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The same menu on a tab, by the right mouse button or the menu key. */
export function TabMenu({ children, onOpen }: { children: ReactNode; onOpen: () => void }) {
  const { onChoose, onCloseAutoFocus } = useChoice();
  return (
    <ContextMenu.Root onOpenChange={(open) => open && onOpen()}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" onCloseAutoFocus={onCloseAutoFocus}>
          <MenuItems Item={ContextMenu.Item} onChoose={onChoose} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
