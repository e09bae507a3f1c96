import { z } from 'zod';
import { nodeIdSchema, targetRefSchema } from './references.js';

export const positionSchema = z.looseObject({ x: z.number(), y: z.number() });
export type Position = z.infer<typeof positionSchema>;
export const viewportSchema = z.looseObject({ x: z.number(), y: z.number(), zoom: z.number().positive() });
export type Viewport = z.infer<typeof viewportSchema>;

/** The colours that nodes, groups and notes can have; each is a token of the theme. Other words are kept. */
export const LAYOUT_COLORS = ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple', 'pink'] as const;
export type LayoutColor = (typeof LAYOUT_COLORS)[number];
const colorSchema = z.string().max(40);

const boxShape = {
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
};

/** A frame around nodes, which move with it. Canvas units; a node belongs to at most one group. */
export const groupSchema = z.looseObject({
  title: z.string().max(1000),
  color: colorSchema.optional(),
  ...boxShape,
  members: z.array(nodeIdSchema).max(200_000),
});
export type Group = z.infer<typeof groupSchema>;

/** Markdown on the canvas. */
export const noteSchema = z.looseObject({
  text: z.string().max(100_000),
  ...boxShape,
  color: colorSchema.optional(),
});
export type Note = z.infer<typeof noteSchema>;

/** How a node is drawn. */
export const lookSchema = z.looseObject({
  color: colorSchema.optional(),
  /** Only its header is drawn. */
  collapsed: z.boolean().optional(),
  /** It does not move. */
  pinned: z.boolean().optional(),
  /** Parameters whose ports are drawn though no edge feeds them. */
  exposed: z.array(z.string().max(64)).max(1000).optional(),
});
export type Look = z.infer<typeof lookSchema>;

/** The points that an edge is led through, from its source to its target. */
export const bendsSchema = z.looseObject({ points: z.array(positionSchema).max(1000) });
export type Bends = z.infer<typeof bendsSchema>;

/** Where things are and how they look; no effect on a run. Groups and notes have ids like nodes. */
export const layoutSchema = z.looseObject({
  positions: z.record(nodeIdSchema, positionSchema).default({}),
  groups: z.record(nodeIdSchema, groupSchema).default({}),
  notes: z.record(nodeIdSchema, noteSchema).default({}),
  looks: z.record(nodeIdSchema, lookSchema).optional(),
  /** By the target of the edge. */
  bends: z.record(targetRefSchema, bendsSchema).optional(),
  viewport: viewportSchema.optional(),
});
export type Layout = z.infer<typeof layoutSchema>;

/** The records of a layout that `set-layout-item` writes to, and what each holds. */
export interface LayoutItems {
  groups: Group;
  notes: Note;
  looks: Look;
  bends: Bends;
}
export type LayoutPart = keyof LayoutItems;
