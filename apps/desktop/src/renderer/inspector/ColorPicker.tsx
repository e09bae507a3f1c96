import { LAYOUT_COLORS, type LayoutColor } from '@atomiton/contracts';
import { DropdownMenu } from 'radix-ui';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';
import type { Shared } from './useSharedValues';

interface ColorPickerProps {
  /** The name of a colour as the document has it; it may be one that the editor does not know. */
  color: Shared<string>;
  /** Beside the dot. */
  worded?: boolean;
  /** Undefined takes the colour away. */
  onPick: (color: LayoutColor | undefined) => void;
}

/** A dot in the colour of something on the canvas, which opens the list of colours. */
export function ColorPicker({ color, worded = false, onPick }: ColorPickerProps) {
  const { value, mixed } = color;
  const named = LAYOUT_COLORS.find((known) => known === value);
  const shown = mixed
    ? messages.fields.mixed
    : named === undefined
      ? canvasMessages.noColor
      : canvasMessages.colors[named];
  const label = `${messages.inspector.color}: ${shown}`;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          className={worded ? 'button color-button' : 'icon-button color-dot'}
          aria-label={label}
          title={label}
        >
          <span className="swatch" data-color={mixed ? 'mixed' : value} aria-hidden />
          {worded ? shown : null}
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu color-menu" align="end" sideOffset={4}>
          {LAYOUT_COLORS.map((known) => (
            <DropdownMenu.Item key={known} className="menu-item" onSelect={() => onPick(known)}>
              <span className="swatch" data-color={known} aria-hidden />
              {canvasMessages.colors[known]}
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item className="menu-item" onSelect={() => onPick(undefined)}>
            <span className="swatch" aria-hidden />
            {canvasMessages.noColor}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
