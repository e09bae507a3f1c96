import { LAYOUT_COLORS } from '@atomiton/contracts';
import { DropdownMenu } from 'radix-ui';
import { useSession } from '../editor/EditorContext';
import { colorNodes } from '../editor/node-edits';
import { messages } from '../messages';
import { useSharedColor } from './useSharedValues';

/** The colour of nodes: a dot that opens the list of them. */
export function ColorMenu({ ids }: { ids: readonly string[] }) {
  const session = useSession();
  const { value, mixed } = useSharedColor(ids);
  const named = LAYOUT_COLORS.find((color) => color === value);
  const shown = mixed
    ? messages.fields.mixed
    : named === undefined
      ? messages.inspector.noColor
      : messages.inspector.colors[named];
  const label = `${messages.inspector.color}: ${shown}`;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="icon-button color-dot" aria-label={label} title={label}>
          <span data-node-color={mixed ? 'mixed' : value} aria-hidden />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="color-menu" align="end" sideOffset={4}>
          {LAYOUT_COLORS.map((color) => (
            <DropdownMenu.Item
              key={color}
              className="color-menu-item"
              onSelect={() => colorNodes(session, ids, color)}
            >
              <span data-node-color={color} aria-hidden />
              {messages.inspector.colors[color]}
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item className="color-menu-item" onSelect={() => colorNodes(session, ids, undefined)}>
            <span aria-hidden />
            {messages.inspector.noColor}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
