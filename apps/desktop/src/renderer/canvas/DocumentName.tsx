import { useCallback, useEffect, useRef, useState } from 'react';
import { shownText } from '../document/shown-text';
import { useDocument, useEditor, useSession, useUi } from '../editor/EditorContext';
import { DocumentMenu } from '../frame/DocumentMenu';
import { messages } from '../messages';

/** The blueprint's own name; pressed, it is a field, and Enter or leaving it renames. */
export function DocumentName() {
  const session = useSession();
  const name = useDocument((state) => state.blueprint.name);
  const shown = shownText(name);
  const { ui } = useEditor();
  const asked = useUi((state) => state.renaming);
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const button = useRef<HTMLButtonElement>(null);
  /** The field may report that it was left while it goes away: then it has been answered already. */
  const open = useRef(false);
  const done = (take: boolean): void => {
    if (!open.current) return;
    open.current = false;
    const text = draft?.trim() ?? '';
    setDraft(undefined);
    if (take && text !== '' && text !== name) {
      session.edit(messages.edits.renameDocument, [{ op: 'rename-blueprint', name: text }]);
    }
    requestAnimationFrame(() => button.current?.focus());
  };
  const begin = useCallback((): void => {
    open.current = true;
    setDraft(session.document.getState().blueprint.name);
  }, [session, setDraft]);
  useEffect(() => {
    if (!asked) return;
    ui.setState({ renaming: false });
    queueMicrotask(begin);
  }, [asked, ui, begin]);
  if (draft === undefined) {
    return (
      <span className="crumb-document">
        <button
          ref={button}
          type="button"
          className="crumb-name"
          data-testid="document-name"
          aria-label={messages.document.name.rename(shown)}
          title={messages.document.name.rename(shown)}
          onClick={begin}
        >
          {shown}
        </button>
        <DocumentMenu />
      </span>
    );
  }
  return (
    <input
      className="crumb-input"
      aria-label={messages.document.name.label}
      value={draft}
      maxLength={1000}
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => done(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') done(false);
      }}
    />
  );
}
