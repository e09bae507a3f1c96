import { type ConnectionLineComponentProps, getBezierPath } from '@xyflow/react';
import { portColor } from '../node/port-color';
import type { FlowNode } from './flow-model';

/** The edge that is being drawn. */
export function ConnectionLine(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition, fromNode, fromHandle, connectionStatus } = props;
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
    curvature: 0.4,
  });
  const direction = fromHandle.type === 'source' ? 'output' : 'input';
  const port = fromNode.internals.userNode.data.geometry.ports.find(
    (place) => place.name === fromHandle.id && place.direction === direction,
  );
  return (
    <path
      d={path}
      className="connection-line"
      data-status={connectionStatus ?? 'open'}
      style={{ stroke: portColor(port?.type ?? 'any') }}
    />
  );
}
