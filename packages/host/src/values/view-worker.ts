import { writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { toErrorData } from '@atomiton/contracts';
import type { Table } from 'apache-arrow';
import { tableFromIPC } from 'apache-arrow';
import { arrangeRows } from './arrange-rows.js';
import { columnStatistics } from './column-statistics.js';
import { copyCells } from './copy-cells.js';
import { downscale, type Pixels } from './downscale.js';
import { exportTable } from './export-table.js';
import { findCell } from './find-cell.js';
import { imageRegion } from './image-region.js';
import { encodePng } from './png.js';
import { cellInFull, tablePage } from './table-page.js';
import { tensorPicture, tensorSlice, tensorSummary } from './tensor-summary.js';
import { bytesText, tensorText } from './tensor-text.js';
import type { PictureView, SharedBytes, ViewQuestions, ViewRequest, ViewResponse } from './view-messages.js';
import { watchedWork } from './work.js';

/** Parsed tables kept: a parsed table is only metadata over the shared bytes. */
const MAX_TABLES = 32;

function bytesOf({ buffer, byteOffset, byteLength }: SharedBytes): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function pixelsOf({ bytes, width, height, format }: Omit<ViewQuestions['tile'], 'region'>): Pixels {
  return { width, height, channels: format === 'rgba8' ? 4 : 1, bytes: bytesOf(bytes) };
}

function png({ bytes, width, height, channels }: Pixels): Buffer {
  return encodePng(bytes, width, height, channels);
}

function picture(pixels: Pixels): PictureView {
  const { width, height } = pixels;
  return { width, height, pngBase64: png(pixels).toString('base64') };
}

function answerer(report: (id: number, fraction: number) => void): (request: ViewRequest) => unknown {
  const tables = new Map<string, Table>();
  const tableOf = ({ key, bytes }: { key: string; bytes: SharedBytes }): Table => {
    const table = tables.get(key) ?? tableFromIPC(bytesOf(bytes));
    tables.delete(key);
    tables.set(key, table);
    if (tables.size > MAX_TABLES) tables.delete(tables.keys().next().value as string);
    return table;
  };
  return (request) => {
    const work = (flag: Int32Array) => watchedWork(flag, (fraction) => report(request.id, fraction));
    switch (request.ask) {
      case 'page':
        return tablePage(tableOf(request), request.offset, request.limit, request.order, request.columns);
      case 'cell':
        return cellInFull(tableOf(request), request.row, request.column, request.order, request.maxChars);
      case 'arrange':
        return arrangeRows(tableOf(request), request.arrangement, work(request.flag));
      case 'statistics':
        return columnStatistics(tableOf(request), request.column, request.order, work(request.flag));
      case 'find': {
        const { order, text, from, backwards, flag } = request;
        return findCell(tableOf(request), order, text, from, backwards, work(flag));
      }
      case 'copy': {
        const { order, rows, columns, header, flag } = request;
        return copyCells(tableOf(request), order, rows, columns, header, work(flag));
      }
      case 'export':
        return exportTable(tableOf(request), request.order, request.format, request.path, work(request.flag));
      case 'image':
        return picture(downscale(pixelsOf(request), request.maxSize));
      case 'tile':
        return picture(imageRegion(pixelsOf(request), request.region));
      case 'pixels': {
        const { width, height, bytes } = imageRegion(pixelsOf(request), request.region);
        return { width, height, format: request.format, base64: Buffer.from(bytes).toString('base64') };
      }
      case 'save-image':
        writeFileSync(request.path, png(pixelsOf(request)));
        return null;
      case 'tensor-text':
        return tensorText(bytesOf(request.bytes), request.dtype, request.shape, request.maxChars);
      case 'tensor':
        return tensorSummary(bytesOf(request.bytes), request.dtype, request.shape, work(request.flag));
      case 'slice': {
        const { bytes, dtype, shape, index, rows, columns } = request;
        return tensorSlice(bytesOf(bytes), dtype, shape, index, rows, columns);
      }
      case 'slice-picture': {
        const { bytes, dtype, shape, index, maxSize } = request;
        return picture(tensorPicture(bytesOf(bytes), dtype, shape, index, maxSize));
      }
      case 'bytes-text':
        return bytesText(bytesOf(request.bytes), request.maxChars);
      case 'save-bytes':
        writeFileSync(request.path, bytesOf(request.bytes));
        return null;
      case 'forget':
        tables.delete(request.key);
        return null;
    }
  };
}

const port = parentPort;
const send = (response: ViewResponse): void => port?.postMessage(response);
const answer = answerer((id, progress) => send({ id, progress }));
async function receive(request: ViewRequest): Promise<void> {
  try {
    send({ id: request.id, ok: true, view: await answer(request) });
  } catch (thrown) {
    send({ id: request.id, ok: false, error: toErrorData(thrown, 'view-failed') });
  }
}
port?.on('message', (request: ViewRequest) => void receive(request));
