import { z } from 'zod';
import { empty, pathSchema } from './bridge-schemas.js';
import { jsonValueSchema } from './json.js';
import { identitySchema, valueSummarySchema } from './value.js';

const identity = identitySchema;

/** Chosen by the viewer: names a long piece of work for its progress and for `value.cancel`. */
const job = z.string().regex(/^[\w-]{1,64}$/);

/** Columns of a table are named by their place, from 0: names may come twice. */
const columnPlace = z.int().min(0).max(100_000);

/** One column of a sort; the first is the most significant. Nulls come last either way. */
export const sortKeySchema = z.strictObject({ column: columnPlace, descending: z.boolean() });
export type SortKey = z.infer<typeof sortKeySchema>;

/** Which rows of a table are looked at, and in which order: all in their own order unless said otherwise. */
const arrangement = {
  sort: z.array(sortKeySchema).max(16).default([]),
  /** CEL over the columns; empty keeps every row. */
  filter: z.string().max(10_000).default(''),
};
export const arrangementSchema = z.strictObject(arrangement);
export type Arrangement = z.infer<typeof arrangementSchema>;

const span = (most: number) => z.strictObject({ first: z.int().min(0), count: z.int().min(1).max(most) });

const columnSchema = z.object({ name: z.string(), type: z.string() });

/** How often values lie in a range (numbers, dates) or are equal to a value (text). */
const binSchema = z.object({ from: z.string(), to: z.string(), count: z.number() });

/** What a column holds. `min`, `max` and `mean` are as they would be shown in a cell. */
export const columnStatisticsSchema = z.object({
  rows: z.number(),
  nulls: z.number(),
  /** NaN cells of a float column; they count neither in `min`, `max`, `mean` nor in the bins. */
  nans: z.number(),
  min: z.string().optional(),
  max: z.string().optional(),
  mean: z.number().optional(),
  distinct: z.number(),
  /** False where `distinct` is an estimate (within about 2 %). */
  distinctExact: z.boolean(),
  bins: z.array(binSchema).max(64),
});
export type ColumnStatistics = z.infer<typeof columnStatisticsSchema>;

export const tensorSummarySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number()),
  count: z.number(),
  nans: z.number(),
  infinities: z.number(),
  /** Of the finite elements; absent where there are none. Whole numbers beyond 2^53 as text. */
  min: z.string().optional(),
  max: z.string().optional(),
  mean: z.number().optional(),
  /** Standard deviation of the population. */
  deviation: z.number().optional(),
  bins: z.array(binSchema).max(64),
});
export type TensorSummary = z.infer<typeof tensorSummarySchema>;

/** Keys and indexes from the root of a JSON value. */
const jsonPathSchema = z.array(z.union([z.string().max(100_000), z.int().min(0)])).max(256);
export type JsonPath = z.infer<typeof jsonPathSchema>;

export const jsonEntrySchema = z.object({
  key: z.union([z.string(), z.number()]),
  kind: z.enum(['object', 'array', 'string', 'number', 'boolean', 'null']),
  /** Entries of an object or array, characters of a string. */
  size: z.number(),
  /** The value in one short line. */
  preview: z.string(),
});
export type JsonEntry = z.infer<typeof jsonEntrySchema>;

const picture = z.object({ width: z.number(), height: z.number(), pngBase64: z.string() });
const text = z.object({ text: z.string(), totalChars: z.number() });
const saved = z.object({ path: z.string(), sizeBytes: z.number() });
const target = { path: pathSchema, overwrite: z.boolean().default(false) };
const maxChars = z.int().min(1).max(4_000_000);

/** Methods that look at results: always by identity and by page, never a whole value. */
export const VALUE_METHODS = {
  /** Puts the rows of a table in order; later pages of the same arrangement are then at hand. */
  'value.arrange': {
    input: z.strictObject({ identity, ...arrangement, job }),
    output: z.object({ rows: z.number() }),
  },
  /** One page of a table, cells as JSON (64-bit integers beyond 2^53 as text, dates as ISO text). */
  'value.page': {
    input: z.strictObject({
      identity,
      offset: z.int().min(0),
      limit: z.int().min(1).max(1000),
      ...arrangement,
      /** Every column where absent. */
      columns: span(1000).optional(),
    }),
    output: z.object({
      columns: z.array(columnSchema),
      rows: z.array(z.array(jsonValueSchema)),
      /** Where each row lies in the table itself, from 0. */
      numbers: z.array(z.number()),
      /** Rows of the arrangement. */
      total: z.number(),
    }),
  },
  /** A cell in full, cut at `maxChars`. `row` counts in the arrangement. */
  'value.cell': {
    input: z.strictObject({
      identity,
      row: z.int().min(0),
      column: columnPlace,
      ...arrangement,
      maxChars,
    }),
    output: text,
  },
  /** A rectangle of cells as tab-separated text. */
  'value.copy': {
    input: z.strictObject({
      identity,
      ...arrangement,
      rows: span(4_294_967_295),
      columns: span(100_000),
      header: z.boolean().default(false),
      job,
    }),
    output: z.object({ text: z.string() }),
  },
  /** The next cell whose text holds `text`, upper and lower case alike, starting at `from` itself. */
  'value.find': {
    input: z.strictObject({
      identity,
      ...arrangement,
      text: z.string().min(1).max(1000),
      from: z.strictObject({ row: z.int().min(0), column: z.int().min(0) }),
      backwards: z.boolean().default(false),
      job,
    }),
    output: z.object({ found: z.object({ row: z.number(), column: z.number() }).nullable() }),
  },
  'value.statistics': {
    input: z.strictObject({
      identity,
      column: columnPlace,
      filter: arrangement.filter,
      job,
    }),
    output: columnStatisticsSchema,
  },
  /** Writes the rows of an arrangement to a file. Code `file-exists` where one is there and `overwrite` is false. */
  'value.export': {
    input: z.strictObject({
      identity,
      ...arrangement,
      format: z.enum(['csv', 'arrow', 'parquet']),
      ...target,
      job,
    }),
    output: z.object({ path: z.string(), sizeBytes: z.number(), rows: z.number() }),
  },
  /** A value as JSON text, cut at `maxChars`; plain text as it is where `plain`. */
  'value.text': {
    input: z.strictObject({ identity, maxChars, plain: z.boolean().default(false) }),
    output: text,
  },
  /** A picture no larger than `maxSize` pixels on its longer side, as PNG. */
  'value.image': {
    input: z.strictObject({ identity, maxSize: z.int().min(1).max(4096) }),
    output: picture,
  },
  /** A part of a picture at its own size, as PNG. */
  'value.tile': {
    input: z.strictObject({
      identity,
      x: z.int().min(0),
      y: z.int().min(0),
      width: z.int().min(1).max(1024),
      height: z.int().min(1).max(1024),
    }),
    output: picture,
  },
  /** Exact pixels of a part of a picture: four bytes each (RGBA), or one (grey), row by row. */
  'value.pixels': {
    input: z.strictObject({
      identity,
      x: z.int().min(0),
      y: z.int().min(0),
      width: z.int().min(1).max(128),
      height: z.int().min(1).max(128),
    }),
    output: z.object({
      width: z.number(),
      height: z.number(),
      format: z.enum(['rgba8', 'gray8']),
      base64: z.string(),
    }),
  },
  /** The entries of an object or array inside a JSON value. */
  'value.tree': {
    input: z.strictObject({
      identity,
      path: jsonPathSchema,
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    output: z.object({
      kind: jsonEntrySchema.shape.kind,
      total: z.number(),
      entries: z.array(jsonEntrySchema),
    }),
  },
  /** Paths of entries whose key or text holds `text`, in the order of the value; `more` where there are further ones. */
  'value.searchTree': {
    input: z.strictObject({
      identity,
      text: z.string().min(1).max(1000),
      limit: z.int().min(1).max(1000),
      job,
    }),
    output: z.object({
      /** Each with the places of its steps among their entries. */
      matches: z.array(z.object({ path: jsonPathSchema, places: z.array(z.number()) })),
      more: z.boolean(),
    }),
  },
  /** A part of a JSON value as indented text, cut at `maxChars`. */
  'value.treeText': {
    input: z.strictObject({ identity, path: jsonPathSchema, maxChars }),
    output: text,
  },
  'value.tensor': { input: z.strictObject({ identity, job }), output: tensorSummarySchema },
  /** A part of the last two axes of a tensor, elements as text; `index` fixes the axes before them. */
  'value.slice': {
    input: z.strictObject({
      identity,
      index: z.array(z.int().min(0)).max(32),
      rows: span(500),
      columns: span(500),
    }),
    output: z.object({
      rows: z.array(z.array(z.string())),
      totalRows: z.number(),
      totalColumns: z.number(),
    }),
  },
  /** The last two axes of a tensor as a grey picture, from its least element (black) to its greatest (white). */
  'value.slicePicture': {
    input: z.strictObject({
      identity,
      index: z.array(z.int().min(0)).max(32),
      maxSize: z.int().min(1).max(2048),
    }),
    output: picture,
  },
  'value.bytes': {
    input: z.strictObject({
      identity,
      offset: z.int().min(0),
      length: z.int().min(1).max(65_536),
    }),
    output: z.object({ base64: z.string(), totalBytes: z.number() }),
  },
  /** What the items of a list are. */
  'value.items': {
    input: z.strictObject({ identity, offset: z.int().min(0), limit: z.int().min(1).max(200) }),
    output: z.object({ items: z.array(valueSummarySchema), total: z.number() }),
  },
  /** Writes a value to a file: a picture as PNG, JSON and text as text, bytes as they are. */
  'value.save': {
    input: z.strictObject({ identity, format: z.enum(['png', 'json', 'text', 'bytes']), ...target }),
    output: saved,
  },
  /** Writes a chart as the viewer has drawn it. */
  'value.saveDrawing': {
    input: z.strictObject({
      format: z.enum(['png', 'svg']),
      base64: z.base64().max(12_000_000),
      ...target,
    }),
    output: saved,
  },
  /** Shows a file value in the folder where it lies. Only where `shell` is `desktop`. */
  'value.reveal': { input: z.strictObject({ identity }), output: empty },
  /** Ends a long piece of work; it answers with code `cancelled`. */
  'value.cancel': { input: z.strictObject({ job }), output: empty },
} as const;

export const VALUE_EVENTS = {
  /** How far a long piece of work is, to the viewer that asked for it; at most every 100 ms. */
  'value.progress': z.object({ job: z.string(), fraction: z.number().min(0).max(1) }),
} as const;
