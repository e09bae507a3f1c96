import { LAYOUT_COLORS } from '@atomiton/contracts';
import { DropdownMenu } from 'radix-ui';
import { useSession } from '../editor/EditorContext';
import { colorNodes } from '../editor/node-edits';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';
import { useSharedColor } from './useSharedValues';

/** The colour of nodes: a dot that opens the list of them. */
export function ColorMenu({ ids }: { ids: readonly string[] }) {
  const session = useSession();
  const { value, mixed } = useSharedColor(ids);
  const named = LAYOUT_COLORS.find((color) => color === value);
  const shown = mixed
    ? messages.fields.mixed
    : named === undefined
      ? canvasMessages.noColor
      : canvasMessages.colors[named];
  const label = `${messages.inspector.color}: ${shown}`;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="icon-button color-dot" aria-label={label} title={label}>
          <span className="swatch" data-color={mixed ? 'mixed' : value} aria-hidden />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu color-menu" align="end" sideOffset={4}>
          {LAYOUT_COLORS.map((color) => (
            <DropdownMenu.Item
              key={color}
              className="menu-item"
              onSelect={() => colorNodes(session, ids, color)}
            >
              <span className="swatch" data-color={color} aria-hidden />
              {canvasMessages.colors[color]}
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item className="menu-item" onSelect={() => colorNodes(session, ids, undefined)}>
            <span className="swatch" aria-hidden />
            {canvasMessages.noColor}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
