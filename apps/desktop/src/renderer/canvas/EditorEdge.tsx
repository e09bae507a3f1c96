import { BaseEdge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo } from 'react';
import { portColor } from '../node/port-color';
import type { FlowEdge } from './flow-model';

/** An edge in the colour of what flows through it. */
export const EditorEdge = memo(function EditorEdge(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data, id } = props;
  const [path] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: 0.4,
  });
  return (
    <BaseEdge
      id={id}
      path={path}
      className="edge"
      data-selected={selected ?? false}
      interactionWidth={18}
      style={{ stroke: portColor(data?.type ?? 'any') }}
    />
  );
});
