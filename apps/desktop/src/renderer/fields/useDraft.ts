import { useCallback, useEffect, useRef, useState } from 'react';
import { useEditor, useSession } from '../editor/EditorContext';

/** Text that is being typed: native undo while the field has focus, one edit when it is left or confirmed. */
export interface Draft {
  text: string;
  /** Something was typed that the document does not have. */
  pending: boolean;
  change(text: string): void;
  commit(): void;
  /** Back to what the document has. */
  revert(): void;
}

/**
 * @param take receives the text, once per change; false where it cannot be taken over: it stays as it was typed.
 * @param key under which the text is kept while it is not taken over, also when the field is gone
 */
export function useDraft(
  value: string,
  take: (text: string) => boolean | undefined | void,
  key?: string,
): Draft {
  const { drafts } = useEditor();
  const session = useSession();
  const [draft, setDraft] = useState<string | undefined>(() =>
    key === undefined ? undefined : session.drafts.get(key),
  );
  const latest = useRef({ draft, take });
  latest.current.take = take;

  const put = useCallback(
    (text: string | undefined): void => {
      latest.current.draft = text;
      setDraft(text);
      if (key !== undefined) session.drafts.set(key, text);
    },
    [session, key],
  );

  const commit = useCallback(() => {
    const { draft: text, take: takeNow } = latest.current;
    if (text === undefined) return;
    if (takeNow(text) !== false) put(undefined);
  }, [put]);

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
    pending: draft !== undefined,
    change: put,
    commit,
    revert: () => put(undefined),
  };
}
