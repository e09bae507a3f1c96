import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { shownText } from '../document/shown-text';
import { messages } from '../messages';

interface DialogFrameProps {
  title: string;
  /** `pages` has a height of its own, so that nothing jumps when its content changes. */
  size: 'small' | 'large' | 'wide' | 'pages' | 'full';
  onClose: () => void;
  children: ReactNode;
}

/** A window over the window: title, content, and a way out by Escape or its close button. */
export function DialogFrame({ title, size, onClose, children }: DialogFrameProps) {
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="dialog"
          data-size={size}
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => {
            if (event.target instanceof Element && event.target.closest('[data-keeps-escape]') !== null) {
              event.preventDefault();
            }
          }}
        >
          <div className="dialog-header">
            <Dialog.Title>{shownText(title)}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={messages.dialogs.close}>
              <X aria-hidden size={15} />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
