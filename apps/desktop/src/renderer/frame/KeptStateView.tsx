import { Check, CircleDot, CloudUpload, Hand, TriangleAlert } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import { useStore } from 'zustand';
import type { DocumentSession } from '../document/document-session';
import { type KeptState, keptHint, keptState, keptText } from '../document/document-words';
import { useApp, useEditor } from '../editor/EditorContext';
import { isJournalInMemory } from '../editor/journal-problem';
import { saveDocument } from '../editor/saving';

const ICONS: Record<KeptState, typeof Check> = {
  saved: Check,
  clean: Check,
  kept: CircleDot,
  never: CircleDot,
  keeping: CloudUpload,
  held: Hand,
  stuck: TriangleAlert,
  memory: TriangleAlert,
  memoryNever: TriangleAlert,
};

/** Where the changes of a document are, in words; pressing it saves. */
export function KeptStateView({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const inMemory = useApp(isJournalInMemory);
  const kept = useStore(session.document, (state) => keptState(state, inMemory));
  const text = useStore(session.document, (state) => keptText(state, inMemory));
  const hint = useStore(session.document, (state) => keptHint(state, inMemory));
  const Icon = ICONS[kept];
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          className="kept-state"
          data-kept={kept}
          data-testid="kept-state"
          onClick={() => void saveDocument(editor, false, session)}
        >
          <Icon aria-hidden size={12} />
          {text}
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip tooltip-long" side="top" sideOffset={6}>
          {hint}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
