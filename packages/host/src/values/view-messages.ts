import type { ErrorData, ImageFormat, TensorDtype } from '@atomiton/contracts';
import type { TablePage } from './table-page.js';

/** Bytes the view worker reads in place; never written by it. */
export interface SharedBytes {
  buffer: SharedArrayBuffer;
  byteOffset: number;
  byteLength: number;
}

/** What the host asks its view worker. */
export type ViewRequest =
  | { id: number; ask: 'page'; key: string; bytes: SharedBytes; offset: number; limit: number }
  | {
      id: number;
      ask: 'image';
      bytes: SharedBytes;
      width: number;
      height: number;
      format: ImageFormat;
      maxSize: number;
    }
  | {
      id: number;
      ask: 'tensor-text';
      bytes: SharedBytes;
      dtype: TensorDtype;
      shape: number[];
      maxChars: number;
    }
  | { id: number; ask: 'bytes-text'; bytes: SharedBytes; maxChars: number }
  | { id: number; ask: 'forget'; key: string };

export interface PictureView {
  width: number;
  height: number;
  pngBase64: string;
}
export interface TextView {
  text: string;
  totalChars: number;
}

/** What each question is answered with. */
export interface ViewAnswers {
  page: TablePage;
  image: PictureView;
  'tensor-text': TextView;
  'bytes-text': TextView;
  forget: null;
}

export type ViewResponse =
  | { id: number; ok: true; view: unknown }
  | { id: number; ok: false; error: ErrorData };
