import { ContextMenu } from 'radix-ui';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { isTextField } from '../commands/command';
import { useEditor, useSession } from '../editor/EditorContext';
import { addToSelection } from '../editor/selecting';
import { canvasMessages } from '../messages-canvas';
import { ColorItems } from './ColorItems';
import { CommandItem } from './CommandItem';
import { select } from './canvas-store';
import { parseFlowItemId } from './layout-items';
import { MENU_OF, type MenuKind, type MenuSection } from './menu-sections';

/** What lies under a point of the canvas. */
function targetOf(target: Element): { kind: MenuKind; id: string } | undefined {
  const node = target.closest('.react-flow__node')?.getAttribute('data-id');
  if (node !== null && node !== undefined) {
    const part = parseFlowItemId(node)?.part;
    return { kind: part === 'groups' ? 'group' : part === 'notes' ? 'note' : 'node', id: node };
  }
  const edge = target.closest('.react-flow__edge')?.getAttribute('data-id');
  return edge === null || edge === undefined ? undefined : { kind: 'edge', id: edge };
}

function Section({ section }: { section: MenuSection }) {
  if (section.kind === 'commands') return section.ids.map((id) => <CommandItem key={id} id={id} />);
  return (
    <ContextMenu.Sub>
      <ContextMenu.SubTrigger className="menu-item">
        {section.title}
        <span aria-hidden className="menu-more">
          ›
        </span>
      </ContextMenu.SubTrigger>
      <ContextMenu.Portal>
        <ContextMenu.SubContent className="menu" sideOffset={2}>
          {section.kind === 'colors' ? (
            <ColorItems />
          ) : (
            section.ids.map((id) => <CommandItem key={id} id={id} />)
          )}
        </ContextMenu.SubContent>
      </ContextMenu.Portal>
    </ContextMenu.Sub>
  );
}

/** The menu of what is under the pointer, or of the selection by key: the same commands as the palette, with their keys. */
export function CanvasMenu({ children }: { children: ReactNode }) {
  const editor = useEditor();
  const session = useSession();
  const [kind, setKind] = useState<MenuKind>('canvas');
  const onContextMenu = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    if (isTextField(event.target)) {
      event.stopPropagation();
      return;
    }
    const far = editor.view?.farNodeAt({ x: event.clientX, y: event.clientY });
    const target = far === undefined ? targetOf(event.target) : { kind: 'node' as const, id: far };
    setKind(target?.kind ?? 'canvas');
    if (target === undefined) {
      select(session.canvas, []);
      return;
    }
    const { selectedNodes, selectedEdges, selectedItems } = session.canvas.getState();
    if ([...selectedNodes, ...selectedEdges, ...selectedItems].includes(target.id)) return;
    if (target.kind === 'edge') select(session.canvas, [], [target.id]);
    else if (target.kind !== 'node') select(session.canvas, [], [], [target.id]);
    else if (event.ctrlKey) addToSelection(session, target.id);
    else select(session.canvas, [target.id]);
  };
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger asChild onContextMenuCapture={onContextMenu}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content
          className="menu"
          data-testid="canvas-menu"
          aria-label={canvasMessages.menu.label}
          onCloseAutoFocus={(event) => {
            // A command may have opened something that has the focus now.
            event.preventDefault();
            if (document.activeElement === document.body) editor.view?.focus();
          }}
        >
          {MENU_OF[kind].map((group, index) => (
            // biome-ignore lint: the sections of a menu never change places
            <div key={index} role="group" className="menu-group">
              {group.map((section) => (
                <Section
                  key={section.kind === 'commands' ? section.ids[0] : section.title}
                  section={section}
                />
              ))}
            </div>
          ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
