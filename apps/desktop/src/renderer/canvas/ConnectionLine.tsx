import type { ConnectionLineComponentProps } from '@xyflow/react';
import { useStore } from 'zustand';
import { useEditor } from '../editor/EditorContext';
import { portColor } from '../node/port-color';
import { edgePath } from './edge-path';
import type { CanvasItem } from './layout-items';

/** The edge that is being drawn. */
export function ConnectionLine(props: ConnectionLineComponentProps<CanvasItem>) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition, fromNode, fromHandle, connectionStatus } = props;
  const style = useStore(useEditor().settings, (settings) => settings.canvas.edges);
  const path = edgePath(style, {
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
  });
  const direction = fromHandle.type === 'source' ? 'output' : 'input';
  const { userNode } = fromNode.internals;
  const ports = userNode.type === 'blueprint-node' ? userNode.data.geometry.ports : [];
  const port = ports.find((place) => place.name === fromHandle.id && place.direction === direction);
  return (
    <path
      d={path}
      className="connection-line"
      data-status={connectionStatus ?? 'open'}
      style={{ stroke: portColor(port?.type ?? 'any') }}
    />
  );
}
