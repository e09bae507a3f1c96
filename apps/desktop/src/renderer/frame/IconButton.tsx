import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { keyText } from '../commands/command';
import { useKeyOf } from '../commands/useBindings';

interface IconButtonProps {
  label: string;
  /** Id of the command that it runs, for its key. */
  command?: string;
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
    command,
    disabled = false,
    pressed,
    className = 'icon-button',
    side = 'bottom',
    onClick,
    children,
  } = props;
  const keys = useKeyOf(command);
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
