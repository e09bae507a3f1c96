import { toErrorData } from '@atomiton/contracts';
import { openDialog } from '../dialogs/open-dialog';
import type { DocumentSession } from '../document/document-session';
import { trustMessages } from '../messages-trust';
import { toast } from '../stores/ui-store';
import { documentTitle } from './documents';
import type { Editor } from './editor';

/**
 * Shows what a run would do and asks whether it may. The host is asked anew each time: what it was told to allow is
 * what was shown, or it refuses.
 * @returns whether it may run now.
 */
export async function askForTrust(editor: Editor, session: DocumentSession, to?: string): Promise<boolean> {
  const { documentId } = session;
  const what = to === undefined ? { documentId } : { documentId, to };
  for (;;) {
    const asked = await editor.client.call('trust.check', what);
    if (asked.nodes.length === 0) return true;
    const { path, blueprint } = session.document.getState();
    const name = documentTitle(path, blueprint.name);
    if ((await openDialog(editor.ui, { kind: 'trust', name, asked })) !== 'accept') {
      toast(editor.ui, 'info', trustMessages.refused);
      return false;
    }
    try {
      await editor.client.call('trust.accept', { ...what, digest: asked.digest });
      return true;
    } catch (thrown) {
      const error = toErrorData(thrown);
      if (error.code !== 'trust-changed') throw thrown;
      editor.report(trustMessages.changed);
    }
  }
}

/** Tells the host that nodes came from text that may be from elsewhere; it knows which of them are the user's own. */
export async function markForeign(
  editor: Editor,
  session: DocumentSession,
  nodes: readonly string[],
): Promise<void> {
  if (nodes.length === 0) return;
  await session.settled();
  const { documentId } = session;
  await editor.client
    .call('trust.foreign', { documentId, nodes: [...nodes] })
    .catch((thrown: unknown) => editor.report(toErrorData(thrown).message));
}
