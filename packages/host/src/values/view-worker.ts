import { parentPort } from 'node:worker_threads';
import { toErrorData } from '@atomiton/contracts';
import type { Table } from 'apache-arrow';
import { tableFromIPC } from 'apache-arrow';
import { downscale } from './downscale.js';
import { encodePng } from './png.js';
import { tablePage } from './table-page.js';
import { bytesText, tensorText } from './tensor-text.js';
import type { SharedBytes, ViewRequest, ViewResponse } from './view-messages.js';

/** Parsed tables kept: a parsed table is only metadata over the shared bytes. */
const MAX_TABLES = 32;

function bytesOf({ buffer, byteOffset, byteLength }: SharedBytes): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function answerer(): (request: ViewRequest) => unknown {
  const tables = new Map<string, Table>();
  const tableOf = (key: string, bytes: SharedBytes): Table => {
    const table = tables.get(key) ?? tableFromIPC(bytesOf(bytes));
    tables.delete(key);
    tables.set(key, table);
    if (tables.size > MAX_TABLES) tables.delete(tables.keys().next().value as string);
    return table;
  };
  return (request) => {
    switch (request.ask) {
      case 'page':
        return tablePage(tableOf(request.key, request.bytes), request.offset, request.limit);
      case 'image': {
        const { width, height, maxSize } = request;
        const channels = request.format === 'rgba8' ? 4 : 1;
        const small = downscale({ width, height, channels, bytes: bytesOf(request.bytes) }, maxSize);
        const png = encodePng(small.bytes, small.width, small.height, small.channels);
        return { width: small.width, height: small.height, pngBase64: png.toString('base64') };
      }
      case 'tensor-text':
        return tensorText(bytesOf(request.bytes), request.dtype, request.shape, request.maxChars);
      case 'bytes-text':
        return bytesText(bytesOf(request.bytes), request.maxChars);
      case 'forget':
        tables.delete(request.key);
        return null;
    }
  };
}

const answer = answerer();
const port = parentPort;
port?.on('message', (request: ViewRequest) => {
  let response: ViewResponse;
  try {
    response = { id: request.id, ok: true, view: answer(request) };
  } catch (thrown) {
    response = { id: request.id, ok: false, error: toErrorData(thrown, 'view-failed') };
  }
  port.postMessage(response);
});
