import type {
  Arrangement,
  ColumnStatistics,
  ErrorData,
  ImageFormat,
  TensorDtype,
  TensorSummary,
} from '@atomiton/contracts';
import type { ExportFormat } from './export-table.js';
import type { CellPlace } from './find-cell.js';
import type { Region } from './image-region.js';
import type { ColumnSpan, TablePage } from './table-page.js';

/** Bytes a view worker reads in place; never written by it. */
export interface SharedBytes {
  buffer: SharedArrayBuffer;
  byteOffset: number;
  byteLength: number;
}

/** A table: the parsed form is kept under `key` until `forget`. */
interface TableQuestion {
  key: string;
  bytes: SharedBytes;
}

/** A table whose rows are looked at in this order; in its own where absent. */
interface OrderedQuestion extends TableQuestion {
  order: Uint32Array | undefined;
}

/** Work that can take seconds. `flag` is one shared number: anything but 0 ends the work. */
interface LongQuestion {
  flag: Int32Array;
}

interface ImageQuestion {
  bytes: SharedBytes;
  width: number;
  height: number;
  format: ImageFormat;
}

interface TensorQuestion {
  bytes: SharedBytes;
  dtype: TensorDtype;
  shape: number[];
}

/** What the host asks its view workers, by name. */
export interface ViewQuestions {
  page: OrderedQuestion & { offset: number; limit: number; columns: ColumnSpan | undefined };
  cell: OrderedQuestion & { row: number; column: number; maxChars: number };
  arrange: TableQuestion & LongQuestion & { arrangement: Arrangement };
  statistics: OrderedQuestion & LongQuestion & { column: number };
  find: OrderedQuestion & LongQuestion & { text: string; from: CellPlace; backwards: boolean };
  copy: OrderedQuestion & LongQuestion & { rows: ColumnSpan; columns: ColumnSpan; header: boolean };
  export: OrderedQuestion & LongQuestion & { format: ExportFormat; path: string };
  image: ImageQuestion & { maxSize: number };
  tile: ImageQuestion & { region: Region };
  pixels: ImageQuestion & { region: Region };
  'save-image': ImageQuestion & { path: string };
  'tensor-text': TensorQuestion & { maxChars: number };
  tensor: TensorQuestion & LongQuestion;
  slice: TensorQuestion & { index: number[]; rows: ColumnSpan; columns: ColumnSpan };
  'slice-picture': TensorQuestion & { index: number[]; maxSize: number };
  'bytes-text': { bytes: SharedBytes; maxChars: number };
  'save-bytes': { bytes: SharedBytes; path: string };
  forget: { key: string };
}

export interface PictureView {
  width: number;
  height: number;
  pngBase64: string;
}
export interface TextView {
  text: string;
  totalChars: number;
}
export interface PixelsView {
  width: number;
  height: number;
  format: ImageFormat;
  base64: string;
}

/** What each question is answered with. */
export interface ViewAnswers {
  page: TablePage;
  cell: TextView;
  arrange: Uint32Array;
  statistics: ColumnStatistics;
  find: CellPlace | null;
  copy: string;
  export: number;
  image: PictureView;
  tile: PictureView;
  pixels: PixelsView;
  'save-image': null;
  'tensor-text': TextView;
  tensor: TensorSummary;
  slice: { rows: string[][]; totalRows: number; totalColumns: number };
  'slice-picture': PictureView;
  'bytes-text': TextView;
  'save-bytes': null;
  forget: null;
}

export type ViewQuestion = keyof ViewQuestions;
export type ViewRequest = {
  [Q in ViewQuestion]: { id: number; ask: Q } & ViewQuestions[Q];
}[ViewQuestion];

export type ViewResponse =
  | { id: number; ok: true; view: unknown }
  | { id: number; ok: false; error: ErrorData }
  | { id: number; progress: number };
