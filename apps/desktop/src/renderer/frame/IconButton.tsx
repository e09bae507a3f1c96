import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { keyText } from '../commands/command';

interface IconButtonProps {
  label: string;
  keys?: string;
  disabled?: boolean;
  pressed?: boolean;
  className?: string;
  side?: 'bottom' | 'right';
  onClick: () => void;
  children: ReactNode;
}

/** A button with a sign; its name and key appear beside it. */
export function IconButton(props: IconButtonProps) {
  const {
    label,
    keys,
    disabled = false,
    pressed,
    className = 'icon-button',
    side = 'bottom',
    onClick,
    children,
  } = props;
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          className={className}
          aria-label={label}
          aria-pressed={pressed}
          disabled={disabled}
          onClick={onClick}
        >
          {children}
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" side={side} sideOffset={6}>
          {label}
          {keys === undefined ? null : <kbd>{keyText(keys)}</kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
