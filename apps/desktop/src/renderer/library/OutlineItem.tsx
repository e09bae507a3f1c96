import type { NodeDefinition } from '@atomiton/contracts';
import { useEditor, useNodeRun } from '../editor/EditorContext';
import { NodeStateView } from '../node/NodeStateView';
import { nodeIcon } from '../node/node-icons';

interface OutlineItemProps {
  id: string;
  name: string;
  definition: NodeDefinition | undefined;
  /** Pixels from the top of the list. */
  top: number;
}

/** One node of the document with its state. */
export function OutlineItem({ id, name, definition, top }: OutlineItemProps) {
  const editor = useEditor();
  const run = useNodeRun(id);
  const Icon = nodeIcon(definition);
  return (
    <li style={{ position: 'absolute', insetInline: 0, transform: `translateY(${String(top)}px)` }}>
      <button type="button" className="library-item" title={id} onClick={() => editor.view?.centre(id)}>
        <Icon aria-hidden size={16} strokeWidth={1.7} />
        <span className="library-name">{name}</span>
        {run === undefined || run.state === 'idle' ? null : <NodeStateView run={run} mode="active" />}
      </button>
    </li>
  );
}
