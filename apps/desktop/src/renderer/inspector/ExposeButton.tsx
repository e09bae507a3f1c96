import type { ParameterSpec } from '@atomiton/contracts';
import { SquareArrowUp } from 'lucide-react';
import { useDocument, useSession } from '../editor/EditorContext';
import { expose } from '../editor/subgraphs';
import { messages } from '../messages';

/** Inside a subgraph: makes the parameter one of its instances. */
export function ExposeButton({ node, spec }: { node: string; spec: ParameterSpec }) {
  const session = useSession();
  const inside = useDocument((state) => state.level.length > 0);
  if (!inside) return null;
  const label = messages.subgraphs.inspector.expose(spec.label);
  return (
    <button
      type="button"
      className="icon-button field-action"
      aria-label={label}
      title={label}
      onClick={() => expose(session, node, spec)}
    >
      <SquareArrowUp aria-hidden size={12} />
    </button>
  );
}
