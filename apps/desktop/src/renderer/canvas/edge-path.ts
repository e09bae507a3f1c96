import type { Settings } from '@atomiton/contracts';
import { getBezierPath, getSmoothStepPath, getStraightPath, Position } from '@xyflow/react';

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

interface Point {
  x: number;
  y: number;
}

/** An edge through reroute points, from left to right at each of them. */
export function routedPath(style: EdgeStyle, ends: EdgeEnds, points: readonly Point[]): string {
  if (points.length === 0) return edgePath(style, ends);
  const { sourceX, sourceY, targetX, targetY } = ends;
  const stops = [{ x: sourceX, y: sourceY }, ...points, { x: targetX, y: targetY }];
  return stops
    .slice(1)
    .map((to, index) => {
      const from = stops[index] as Point;
      return edgePath(style, {
        sourceX: from.x,
        sourceY: from.y,
        targetX: to.x,
        targetY: to.y,
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
      });
    })
    .join(' ');
}
