import { type Blueprint, type DocumentVersion, toErrorData } from '@atomiton/contracts';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Comparison } from '../compare/Comparison';
import type { DocumentSession } from '../document/document-session';
import { documentTitle } from '../editor/documents';
import { useEditor } from '../editor/EditorContext';
import { restoreVersion } from '../editor/versions';
import { messages } from '../messages';
import { formatBytes } from '../results/format';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { answerDialog } from './open-dialog';

const TIME = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const text = messages.document.versions;

type Loaded<T> = { state: 'loading' } | { state: 'ready'; value: T } | { state: 'failed'; reason: string };

/** What a call gives, anew whenever `key` changes; an undefined key asks for nothing. */
function useCall<T>(key: string | undefined, call: (key: string) => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<{ key: string; result: Loaded<T> } | undefined>(undefined);
  const ask = useRef(call);
  useEffect(() => {
    if (key === undefined) return undefined;
    let current = true;
    const settle = (result: Loaded<T>): void => {
      if (current) setLoaded({ key, result });
    };
    ask.current(key).then(
      (value) => settle({ state: 'ready', value }),
      (thrown: unknown) => settle({ state: 'failed', reason: toErrorData(thrown).message }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return loaded !== undefined && loaded.key === key ? loaded.result : { state: 'loading' };
}

function VersionButton(props: { version: DocumentVersion; chosen: boolean; onChoose: () => void }) {
  const { version, chosen, onChoose } = props;
  return (
    <li>
      <button type="button" className="version" aria-pressed={chosen} onClick={onChoose}>
        {TIME.format(new Date(version.savedAt))}
        <span>
          {text.reasons[version.reason]} · {formatBytes(version.sizeBytes)}
        </span>
      </button>
    </li>
  );
}

function Body({ session, close }: { session: DocumentSession; close: () => void }) {
  const editor = useEditor();
  const { documentId } = session;
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const now = useStore(session.document, (state) => state.blueprint);
  const versions = useCall(documentId, (id) => editor.client.call('document.versions', { documentId: id }));
  const list = versions.state === 'ready' ? versions.value : [];
  const shown = chosen ?? list[0]?.id;
  const version = useCall(shown, (id) => editor.client.call('document.version', { documentId, id }));
  if (versions.state === 'loading') return <p className="versions-empty">{text.loading}</p>;
  if (versions.state === 'failed') return <p className="versions-empty">{text.failed(versions.reason)}</p>;
  if (list.length === 0) return <p className="versions-empty">{text.none}</p>;
  const restore = (blueprint: Blueprint): void => {
    if (restoreVersion(editor, session, blueprint)) close();
  };
  return (
    <>
      <div className="versions">
        <ul className="version-list" aria-label={text.list}>
          {list.map((entry) => (
            <VersionButton
              key={entry.id}
              version={entry}
              chosen={entry.id === shown}
              onChoose={() => setChosen(entry.id)}
            />
          ))}
        </ul>
        {version.state === 'ready' ? (
          <Comparison
            key={shown}
            before={version.value.blueprint}
            after={now}
            labels={{ before: messages.document.compare.version, after: messages.document.compare.now }}
            first="before"
          />
        ) : (
          <p className="versions-empty">
            {version.state === 'failed' ? text.failed(version.reason) : text.loading}
          </p>
        )}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={close}>
          {messages.dialogs.close}
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={version.state !== 'ready'}
          onClick={() => {
            if (version.state === 'ready') restore(version.value.blueprint);
          }}
        >
          {text.restore}
        </button>
      </div>
    </>
  );
}

/** Earlier states of a document: when and why, how each looks, what is different now, and the way back to it. */
export function VersionsDialog({ request }: { request: Extract<DialogRequest, { kind: 'versions' }> }) {
  const { ui, workspace } = useEditor();
  const session = useStore(workspace, ({ sessions }) =>
    sessions.find(({ documentId }) => documentId === request.documentId),
  );
  const close = (): void => answerDialog(ui, request.id, undefined);
  if (session === undefined) return null;
  const { path, blueprint } = session.document.getState();
  return (
    <DialogFrame title={text.title(documentTitle(path, blueprint.name))} size="full" onClose={close}>
      <Body session={session} close={close} />
    </DialogFrame>
  );
}
