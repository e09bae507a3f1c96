import '@xyflow/react/dist/base.css';
import type { BlueprintDifference } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { buildCanvas, finishAtOnce } from '../canvas/canvas-store';
import { EditorEdge } from '../canvas/EditorEdge';
import { MIN_ZOOM } from '../canvas/fitting-viewport';
import type { FlowEdge } from '../canvas/flow-model';
import { useApp } from '../editor/EditorContext';
import { PictureNode, type PictureNodeType } from './PictureNode';

const NODE_TYPES = { 'picture-node': PictureNode };
const EDGE_TYPES = { 'blueprint-edge': EditorEdge };
const MOST_AT_ONCE = 150;

interface PictureProps {
  blueprint: Blueprint;
  difference: BlueprintDifference;
  label: string;
  /** The node to bring to the middle; a new object asks again. */
  focus: { node: string } | undefined;
}

function Picture({ blueprint, difference, label, focus }: PictureProps) {
  const catalog = useApp((state) => state.catalog);
  const flow = useReactFlow();
  const marks = useMemo(() => new Map(difference.nodes.map(({ id, kind }) => [id, kind])), [difference]);
  const drawn = useMemo(() => finishAtOnce(buildCanvas(blueprint, catalog)), [blueprint, catalog]);
  const nodes = useMemo(
    () =>
      drawn.nodes.map(
        (node): PictureNodeType => ({
          ...node,
          type: 'picture-node',
          data: { ...node.data, mark: marks.get(node.id) },
        }),
      ),
    [drawn, marks],
  );
  useEffect(() => {
    const node = drawn.nodes.find(({ id }) => id === focus?.node);
    if (node === undefined) return;
    const { x, y } = node.position;
    void flow.setCenter(x + (node.width ?? 0) / 2, y + (node.height ?? 0) / 2, { zoom: 1 });
  }, [focus, drawn, flow]);
  return (
    <ReactFlow<PictureNodeType, FlowEdge>
      nodes={nodes}
      edges={drawn.edges as FlowEdge[]}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      fitView
      fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
      minZoom={MIN_ZOOM}
      maxZoom={2}
      onlyRenderVisibleElements={nodes.length > MOST_AT_ONCE}
      proOptions={{ hideAttribution: true }}
      aria-label={label}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--bg-grid)" />
    </ReactFlow>
  );
}

/** A drawing of a blueprint to look at: it can be moved and zoomed, not edited. What differs is marked. */
export function BlueprintPicture(props: PictureProps) {
  return (
    <div className="picture" data-testid="picture">
      <ReactFlowProvider>
        <Picture {...props} />
      </ReactFlowProvider>
    </div>
  );
}
