import { BaseEdge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../editor/EditorContext';
import { portColor } from '../node/port-color';
import { EdgeBends } from './EdgeBends';
import { routedPath } from './edge-path';
import { type FlowEdge, NO_POINTS } from './flow-model';

/** An edge in the colour of what flows through it, led through its reroute points. */
export const EditorEdge = memo(function EditorEdge(props: EdgeProps<FlowEdge>) {
  const { selected, data, id, source, sourceHandleId } = props;
  const style = useStore(useEditor().settings, (state) => state.canvas.edges);
  const points = data?.points ?? NO_POINTS;
  const color = portColor(data?.type ?? 'any');
  const path = routedPath(style, props, points);
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className="edge"
        data-selected={selected ?? false}
        interactionWidth={18}
        style={{ stroke: color }}
      />
      {points.length === 0 ? null : (
        <EdgeBends
          edge={id}
          label={`${source}.${sourceHandleId ?? ''} → ${id}`}
          points={points}
          color={color}
        />
      )}
    </>
  );
});
