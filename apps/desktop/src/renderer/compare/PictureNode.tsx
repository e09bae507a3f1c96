import type { NodeDifference } from '@atomiton/blueprint';
import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { FlowNodeData } from '../canvas/flow-model';
import { messages } from '../messages';
import { NodePorts } from '../node/NodePorts';
import { NodeRows } from '../node/NodeRows';
import { nodeIcon } from '../node/node-icons';

export interface PictureNodeData extends FlowNodeData {
  mark: NodeDifference['kind'] | undefined;
}
export type PictureNodeType = Node<PictureNodeData, 'picture-node'>;

/** A node of a drawing that cannot be edited: what it is, its values, and how it differs. */
export const PictureNode = memo(function PictureNode({ data, id }: NodeProps<PictureNodeType>) {
  const { node, definition, geometry, mark } = data;
  const Icon = nodeIcon(definition);
  const title = node.name ?? definition?.name ?? node.type;
  return (
    <div
      className="node picture-node"
      data-picture-node={id}
      data-mark={mark}
      data-mode={node.mode}
      style={{ width: geometry.width, height: geometry.height }}
    >
      <div className="node-header">
        <Icon aria-hidden size={15} strokeWidth={1.8} />
        <span className="node-title" title={title}>
          {title}
        </span>
        {mark === undefined ? null : (
          <span className="difference-kind" data-kind={mark}>
            {messages.document.compare.kinds[mark]}
          </span>
        )}
      </div>
      <NodeRows rows={geometry.rows} parameters={node.parameters} />
      <NodePorts id={id} geometry={geometry} />
    </div>
  );
});
