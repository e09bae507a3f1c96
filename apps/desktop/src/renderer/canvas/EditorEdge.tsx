import { BaseEdge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../editor/EditorContext';
import { portColor } from '../node/port-color';
import { edgePath } from './edge-path';
import type { FlowEdge } from './flow-model';

/** An edge in the colour of what flows through it. */
export const EditorEdge = memo(function EditorEdge(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data, id } = props;
  const style = useStore(useEditor().settings, (settings) => settings.canvas.edges);
  const path = edgePath(style, { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
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
