import { parseSourceRef } from '@atomiton/contracts';
import { Link2, X } from 'lucide-react';
import { useApp, useDocument, useEditor, useSession } from '../editor/EditorContext';
import { messages } from '../messages';

interface FedByProps {
  label: string;
  /** `node.parameter`. */
  target: string;
  /** `node.output`. */
  from: string;
}

/** The output that feeds a parameter: a click goes to its node, the cross takes the edge away. */
export function FedBy({ label, target, from }: FedByProps) {
  const editor = useEditor();
  const session = useSession();
  const source = parseSourceRef(from);
  const node = useDocument((state) => state.blueprint.nodes[source.node]);
  const typeName = useApp((state) => state.catalog.get(node?.type ?? '')?.name);
  const name = `${node?.name ?? typeName ?? source.node} · ${source.port}`;
  return (
    <div className="field-fed">
      <button
        type="button"
        className="field-source"
        title={messages.inspector.goToSource(name)}
        aria-label={messages.inspector.goToSource(name)}
        onClick={() => editor.view?.centre(source.node)}
      >
        <Link2 aria-hidden size={13} />
        <span>{messages.inspector.fed(name)}</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={messages.inspector.disconnect(label)}
        onClick={() => session.edit(messages.edits.disconnect, [{ op: 'disconnect', to: target }])}
      >
        <X aria-hidden size={13} />
      </button>
    </div>
  );
}
