import { X } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import { type PointerEvent, useState } from 'react';
import { useStore } from 'zustand';
import { type DocumentSession, isDirty } from '../document/document-session';
import { keptHint, keptText } from '../document/document-words';
import { closeDocument } from '../editor/closing';
import { documentTitle } from '../editor/documents';
import { useApp, useEditor, useUi } from '../editor/EditorContext';
import { isJournalInMemory } from '../editor/journal-problem';
import { showTab } from '../editor/tabs';
import { messages } from '../messages';
import { TabMenu } from './DocumentMenu';

interface DocumentTabProps {
  session: DocumentSession;
  active: boolean;
  dragged: boolean;
  onPointerDown: (event: PointerEvent) => void;
}

/** One open document: its name, whether its file has everything, and the way to close it. */
export function DocumentTab({ session, active, dragged, onPointerDown }: DocumentTabProps) {
  const editor = useEditor();
  const title = useStore(session.document, (state) => documentTitle(state.path, state.blueprint.name));
  const path = useStore(session.document, (state) => state.path);
  const dirty = useStore(session.document, isDirty);
  const inMemory = useApp(isJournalInMemory);
  const text = useStore(session.document, (state) => keptText(state, inMemory));
  const hint = useStore(session.document, (state) => keptHint(state, inMemory));
  const [hintOpen, setHintOpen] = useState(false);
  // A hint that stays over a question would take the Escape that is meant for it.
  const asking = useUi((state) => state.dialogs.length > 0);
  const close = (): void => void closeDocument(editor, session.documentId);
  return (
    <Tooltip.Root disableHoverableContent open={hintOpen && !asking} onOpenChange={setHintOpen}>
      <TabMenu onOpen={() => showTab(editor, session.documentId)}>
        <Tooltip.Trigger asChild>
          <div
            className="tab"
            data-active={active}
            data-dirty={dirty}
            data-dragged={dragged}
            role="presentation"
            onPointerDown={onPointerDown}
            // Without this a middle press starts the browser's scrolling.
            onMouseDown={(event) => {
              if (event.button === 1) event.preventDefault();
            }}
            onAuxClick={(event) => {
              if (event.button === 1) close();
            }}
          >
            <button
              type="button"
              role="tab"
              className="tab-name"
              aria-selected={active}
              aria-keyshortcuts="Delete"
              tabIndex={active ? 0 : -1}
              data-document={session.documentId}
              onClick={() => showTab(editor, session.documentId)}
            >
              <span className="tab-title">{title}</span>
              {dirty ? <span className="tab-dot" role="img" aria-label={messages.topBar.unsaved} /> : null}
            </button>
            {/* The keyboard closes a tab with Delete, so the list holds nothing but tabs. */}
            <button
              type="button"
              className="tab-close"
              tabIndex={-1}
              aria-hidden
              title={messages.topBar.closeTab(title)}
              onClick={close}
            >
              <X aria-hidden size={12} />
            </button>
          </div>
        </Tooltip.Trigger>
      </TabMenu>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip tooltip-long" side="bottom" sideOffset={4}>
          <p className="tooltip-title">{path ?? title}</p>
          <p>
            <b>{text}</b> {hint}
          </p>
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
