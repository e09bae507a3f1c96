import { useSession } from '../editor/EditorContext';
import { renameNodes } from '../editor/node-edits';
import { textInputEvents } from '../fields/text-input-events';
import { useDraft } from '../fields/useDraft';
import { messages } from '../messages';
import { useSharedFact } from './useSharedValues';

/** The name of nodes, typed where it stands; empty gives back that of the type. */
export function NodeName({ ids, typeName }: { ids: readonly string[]; typeName: string }) {
  const session = useSession();
  const { value, mixed } = useSharedFact(ids, (node) => node.name);
  const draft = useDraft(value ?? '', (text) => renameNodes(session, ids, text));
  return (
    <input
      className="node-name"
      type="text"
      aria-label={messages.inspector.name}
      title={messages.inspector.nameOf(typeName)}
      placeholder={mixed ? messages.fields.mixed : typeName}
      spellCheck={false}
      autoComplete="off"
      {...textInputEvents(draft)}
    />
  );
}
