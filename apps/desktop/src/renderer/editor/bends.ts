import { setLayoutItem } from '@atomiton/blueprint';
import type { Bends, Position } from '@atomiton/contracts';
import type { DocumentSession } from '../document/document-session';
import { canvasMessages } from '../messages-canvas';

interface Point {
  x: number;
  y: number;
}

/** Square of the distance from a point to the line between two others. */
function distanceSquared(point: Point, from: Point, to: Point): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const part = Math.min(1, Math.max(0, along));
  return (point.x - from.x - part * dx) ** 2 + (point.y - from.y - part * dy) ** 2;
}

/** The stretch of the line through `stops` that is nearest to a point, counted from 0. */
export function nearestStretch(stops: readonly Point[], point: Point): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index + 1 < stops.length; index++) {
    const distance = distanceSquared(point, stops[index] as Point, stops[index + 1] as Point);
    if (distance >= least) continue;
    least = distance;
    best = index;
  }
  return best;
}

function bendsOf(session: DocumentSession, to: string): Bends {
  return session.document.getState().blueprint.layout.bends?.[to] ?? { points: [] };
}

function setBends(session: DocumentSession, to: string, label: string, points: Position[]): void {
  const present = bendsOf(session, to);
  const value = points.length === 0 ? undefined : { ...present, points };
  session.edit(label, [setLayoutItem('bends', to, value)]);
}

/** Both ends of an edge on the canvas, in canvas units. */
export function edgeEnds(session: DocumentSession, to: string): { from: Point; to: Point } | undefined {
  const { nodes, edges } = session.canvas.getState();
  const edge = edges.find((candidate) => candidate.id === to);
  const end = (
    node: string | undefined,
    port: string | null | undefined,
    right: boolean,
  ): Point | undefined => {
    const found = nodes.find((candidate) => candidate.id === node);
    const place = found?.data.geometry.ports.find(
      ({ name, direction }) => name === port && direction === (right ? 'output' : 'input'),
    );
    if (found === undefined || place === undefined) return undefined;
    return { x: found.position.x + (right ? (found.width ?? 0) : 0), y: found.position.y + place.y };
  };
  const from = end(edge?.source, edge?.sourceHandle, true);
  const target = end(edge?.target, edge?.targetHandle, false);
  return from === undefined || target === undefined ? undefined : { from, to: target };
}

/** Leads an edge through one more point; without a place through the middle of its longest stretch. */
export function addBend(session: DocumentSession, to: string, at?: Point): void {
  const ends = edgeEnds(session, to);
  if (ends === undefined) return;
  const { points } = bendsOf(session, to);
  const stops: Point[] = [ends.from, ...points, ends.to];
  let place = at;
  if (place === undefined) {
    let longest = -1;
    for (let index = 0; index + 1 < stops.length; index++) {
      const [from, end] = [stops[index] as Point, stops[index + 1] as Point];
      const length = (end.x - from.x) ** 2 + (end.y - from.y) ** 2;
      if (length <= longest) continue;
      longest = length;
      place = { x: (from.x + end.x) / 2, y: (from.y + end.y) / 2 };
    }
  }
  if (place === undefined) return;
  const next = [...points];
  const point = { x: Math.round(place.x), y: Math.round(place.y) };
  next.splice(nearestStretch(stops, place), 0, point);
  setBends(session, to, canvasMessages.edits.addBend, next);
}

export function removeBend(session: DocumentSession, to: string, index: number): void {
  const { points } = bendsOf(session, to);
  setBends(
    session,
    to,
    canvasMessages.edits.removeBend,
    points.filter((_, position) => position !== index),
  );
}

export function removeAllBends(session: DocumentSession, to: string): void {
  setBends(session, to, canvasMessages.edits.removeBend, []);
}

/** Moves one bend on the canvas only; `commitBends` ends the gesture. */
export function moveBendOnCanvas(session: DocumentSession, to: string, index: number, place: Point): void {
  session.canvas.setState((state) => ({
    edges: state.edges.map((edge) => {
      if (edge.id !== to || edge.data === undefined) return edge;
      const points = edge.data.points.map((point, position) =>
        position === index ? { ...point, ...place } : point,
      );
      return { ...edge, data: { ...edge.data, points } };
    }),
  }));
}

/** Takes over the bends of an edge as they are drawn: one undo entry. */
export function commitBends(session: DocumentSession, to: string): void {
  const edge = session.canvas.getState().edges.find((candidate) => candidate.id === to);
  const points = (edge?.data?.points ?? []).map((point) => ({
    ...point,
    x: Math.round(point.x),
    y: Math.round(point.y),
  }));
  if (JSON.stringify(points) === JSON.stringify(bendsOf(session, to).points)) return;
  setBends(session, to, canvasMessages.edits.moveBend, points);
}
