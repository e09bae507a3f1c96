import type { Settings } from '@atomiton/contracts';
import { getBezierPath, getSmoothStepPath, getStraightPath, type Position } from '@xyflow/react';

export type EdgeStyle = Settings['canvas']['edges'];

/** Both ends of an edge in canvas units, and the sides of the nodes they leave from. */
export interface EdgeEnds {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
  sourcePosition: Position;
  targetPosition: Position;
}

/** An edge as an SVG path, in the style that the user has chosen. */
export function edgePath(style: EdgeStyle, ends: EdgeEnds): string {
  switch (style) {
    case 'curved':
      return getBezierPath({ ...ends, curvature: 0.4 })[0];
    case 'stepped':
      return getSmoothStepPath({ ...ends, borderRadius: 6 })[0];
    case 'straight':
      return getStraightPath(ends)[0];
  }
}
