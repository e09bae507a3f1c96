import { parseBlueprint } from '@atomiton/blueprint';
import { type Operation, parseSourceRef, parseTargetRef } from '@atomiton/contracts';
import { messages } from '../messages';
import { newDocument } from './documents';
import { activeSession, type Editor } from './editor';

/** Opens the text of a blueprint file whose place is not known, as a new document. */
export async function importText(editor: Editor, name: string, text: string): Promise<void> {
  const parsed = parseBlueprint(text);
  if (!parsed.ok) {
    const [first] = parsed.diagnostics;
    editor.report(messages.document.notOpened(name, first?.message ?? ''), first?.hint);
    return;
  }
  const { blueprint } = parsed;
  if (!(await newDocument(editor))) return;
  const operations: Operation[] = [{ op: 'rename-blueprint', name: blueprint.name }];
  for (const [id, node] of Object.entries(blueprint.nodes)) {
    const position = blueprint.layout.positions[id];
    operations.push({ op: 'add-node', id, node, ...(position === undefined ? {} : { position }) });
  }
  for (const [to, edge] of Object.entries(blueprint.edges)) {
    const ends = [parseTargetRef(to).node, parseSourceRef(edge.from).node];
    const dangling = !ends.every((id) => Object.hasOwn(blueprint.nodes, id));
    operations.push({ op: 'connect', to, edge, ...(dangling ? { dangling: true } : {}) });
  }
  activeSession(editor)?.edit(messages.edits.paste, operations);
  editor.view?.fit();
}
