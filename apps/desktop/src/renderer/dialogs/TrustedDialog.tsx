import { type TrustEntry, toErrorData } from '@atomiton/contracts';
import { useEffect, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { trustMessages as text } from '../messages-trust';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { answerDialog } from './open-dialog';

function kindsOf(entry: TrustEntry): string {
  const kinds = new Set(entry.nodes.flatMap((node) => node.kinds));
  return [...kinds].map((kind) => text.effects[kind]).join(' · ');
}

/** The blueprints that run without a question, each with a way to take that back. */
export function TrustedDialog({ request }: { request: Extract<DialogRequest, { kind: 'trusted' }> }) {
  const { ui, client, report } = useEditor();
  const [entries, setEntries] = useState<readonly TrustEntry[] | undefined>(undefined);
  useEffect(() => {
    client.call('trust.list', {}).then(
      (list) => setEntries(list.entries),
      (thrown: unknown) => report(text.notRead(toErrorData(thrown).message)),
    );
  }, [client, report]);
  const revoke = async (path: string): Promise<void> => {
    try {
      await client.call('trust.revoke', { path });
      setEntries((await client.call('trust.list', {})).entries);
    } catch (thrown) {
      report(toErrorData(thrown).message);
    }
  };
  return (
    <DialogFrame title={text.listTitle} size="large" onClose={() => answerDialog(ui, request.id, undefined)}>
      {entries === undefined ? null : (
        <>
          <p className="dialog-body">{entries.length === 0 ? text.listEmpty : text.listIntro}</p>
          <ul className="trust-nodes" data-testid="trusted">
            {entries.map((entry) => (
              <li key={entry.path} className="trust-node trust-entry">
                <div>
                  <strong>{entry.path}</strong>
                  <small>
                    {kindsOf(entry)} · {entry.nodes.map(({ name }) => name).join(', ')} ·{' '}
                    {text.since(entry.since.slice(0, 10))}
                  </small>
                </div>
                <button
                  type="button"
                  className="button"
                  aria-label={text.revokeOf(entry.path)}
                  onClick={() => void revoke(entry.path)}
                >
                  {text.revoke}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </DialogFrame>
  );
}
