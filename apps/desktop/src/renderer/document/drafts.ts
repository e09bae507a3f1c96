import type { OpenDocument } from '@atomiton/contracts';
import { select } from '../canvas/canvas-store';
import type { DocumentSession } from './document-session';

/** A document that comes back with text that was being typed shows the node whose field it was. */
export function selectDrafted(
  session: DocumentSession,
  opened: Pick<OpenDocument, 'drafts' | 'blueprint'>,
): void {
  // The name of a field begins with the id of its node.
  const [node = ''] = Object.keys(opened.drafts)[0]?.split(/[ .]/) ?? [];
  if (Object.hasOwn(opened.blueprint.nodes, node)) select(session.canvas, [node]);
}
