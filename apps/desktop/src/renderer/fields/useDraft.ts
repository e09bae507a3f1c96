import { useCallback, useEffect, useRef, useState } from 'react';
import { useEditor } from '../editor/EditorContext';

/** Text that is being typed: native undo while the field has focus, one edit when it is left or confirmed. */
export interface Draft {
  text: string;
  change(text: string): void;
  commit(): void;
  /** Back to what the document has. */
  revert(): void;
}

/** @param take receives the text, once per change. */
export function useDraft(value: string, take: (text: string) => void): Draft {
  const { drafts } = useEditor();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const latest = useRef({ draft, take });
  latest.current = { draft, take };

  const commit = useCallback(() => {
    const { draft: text, take: takeNow } = latest.current;
    if (text === undefined) return;
    latest.current.draft = undefined;
    setDraft(undefined);
    takeNow(text);
  }, []);

  useEffect(() => {
    if (draft === undefined) return undefined;
    drafts.add(commit);
    return () => {
      drafts.delete(commit);
    };
  }, [draft, drafts, commit]);

  useEffect(() => commit, [commit]);

  return {
    text: draft ?? value,
    change(text) {
      latest.current.draft = text;
      setDraft(text);
    },
    commit,
    revert() {
      latest.current.draft = undefined;
      setDraft(undefined);
    },
  };
}
