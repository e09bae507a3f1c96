import type { Blueprint, Catalog, Group, Layout, Look, Note, Position } from '@atomiton/contracts';
import { autoLayout } from './auto-layout.js';
import type { GroupOptions, NoteOptions } from './builder-options.js';
import { nodeHeight } from './node-height.js';

/** Canvas units. */
const NODE_WIDTH = 216;
const FRAME_PADDING = 24;
const FRAME_HEADER = 30;
const NOTE_SIZE = { width: 260, height: 140 };

/** What a builder was told of the layout. */
export interface DrawnParts {
  readonly positions: ReadonlyMap<string, Position>;
  readonly groups: ReadonlyMap<string, GroupOptions>;
  readonly notes: ReadonlyMap<string, NoteOptions>;
  readonly looks: ReadonlyMap<string, Look>;
}

/** The layout of a graph that was built: what was not placed is placed, frames are drawn around their members. */
export function builderLayout(
  graph: Pick<Blueprint, 'nodes' | 'edges'>,
  drawn: DrawnParts,
  catalog: Catalog | undefined,
): Layout {
  const heightOf = (id: string): number => nodeHeight(catalog?.get(graph.nodes[id]?.type ?? ''));
  const arranged = catalog === undefined ? autoLayout(graph) : autoLayout(graph, heightOf);
  const positions = { ...arranged, ...Object.fromEntries(drawn.positions) };
  const groups = Object.fromEntries(
    [...drawn.groups].map(([id, { title, members, color, frame }]): [string, Group] => [
      id,
      {
        title,
        ...(color === undefined ? {} : { color }),
        ...(frame ?? frameAround(members, positions, heightOf)),
        members: [...members].sort(),
      },
    ]),
  );
  const tops = [...Object.values(positions), ...Object.values(groups)].map(({ y }) => y);
  const above = tops.reduce((least, y) => Math.min(least, y), 0) - FRAME_PADDING;
  let left = 0;
  const notes = Object.fromEntries(
    [...drawn.notes].map(([id, { text, color, position, width, height }]): [string, Note] => {
      const size = { width: width ?? NOTE_SIZE.width, height: height ?? NOTE_SIZE.height };
      const place = position ?? { x: left, y: above - size.height };
      if (position === undefined) left += size.width + FRAME_PADDING;
      return [id, { text, ...place, ...size, ...(color === undefined ? {} : { color }) }];
    }),
  );
  const looks = drawn.looks.size === 0 ? {} : { looks: Object.fromEntries(drawn.looks) };
  return { positions, groups, notes, ...looks };
}

/** The frame around nodes, with room for its header. */
function frameAround(
  members: readonly string[],
  positions: Readonly<Record<string, Position>>,
  heightOf: (id: string) => number,
): { x: number; y: number; width: number; height: number } {
  const boxes = members.map((id) => ({ ...(positions[id] ?? { x: 0, y: 0 }), height: heightOf(id) }));
  const least = (values: number[]): number => values.reduce((one, other) => Math.min(one, other), Infinity);
  const most = (values: number[]): number => values.reduce((one, other) => Math.max(one, other), -Infinity);
  if (boxes.length === 0) return { x: 0, y: 0, width: NODE_WIDTH, height: NODE_WIDTH };
  const x = least(boxes.map((box) => box.x)) - FRAME_PADDING;
  const y = least(boxes.map((box) => box.y)) - FRAME_PADDING - FRAME_HEADER;
  const right = most(boxes.map((box) => box.x)) + NODE_WIDTH + FRAME_PADDING;
  const bottom = most(boxes.map((box) => box.y + box.height)) + FRAME_PADDING;
  return { x, y, width: right - x, height: bottom - y };
}
