import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import type { FlowNode } from '../canvas/flow-model';
import { shownText } from '../document/shown-text';
import { useDocument, useEditor, useNodeRun, useSession } from '../editor/EditorContext';
import { TitleField } from '../layout/TitleField';
import { canvasMessages } from '../messages-canvas';
import { countNodeRender } from '../stores/counters';
import { NodeCard } from './NodeCard';
import { NodePorts } from './NodePorts';
import { footerText } from './node-footer';

/** A node on the canvas. Drawn again when its own data, selection or run state has changed, and only then. */
export const EditorNode = memo(function EditorNode({ id, data, selected }: NodeProps<FlowNode>) {
  const editor = useEditor();
  const session = useSession();
  const run = useNodeRun(id);
  const problem = useDocument((state) => state.problems.get(id));
  const editing = useStore(session.canvas, (state) => state.editing === id);
  countNodeRender(editor.counters, id);
  const nameOf = (other: string): string => {
    const node = session.document.getState().blueprint.nodes[other];
    return shownText(node?.name ?? editor.app.getState().catalog.get(node?.type ?? '')?.name ?? other);
  };
  return (
    <NodeCard
      id={id}
      node={data.node}
      definition={data.definition}
      geometry={data.geometry}
      run={run}
      selected={selected}
      problem={problem}
      footer={footerText(run, editor.now(), nameOf)}
      look={data.look}
      titleField={
        editing ? (
          <TitleField
            canvasId={id}
            value={data.node.name ?? ''}
            placeholder={data.definition?.name ?? data.node.type}
            label={canvasMessages.node.title}
          />
        ) : undefined
      }
    >
      <NodePorts id={id} geometry={data.geometry} />
    </NodeCard>
  );
});
