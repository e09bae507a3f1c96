import { parentPort } from 'node:worker_threads';
import type { ErrorData } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { compacted } from './fold-journal.js';
import { JournalDatabase } from './journal-database.js';
import type { JournalRequest, JournalResponse } from './journal-messages.js';

/** A document with more rows, or with more text in them than this, is folded into one row. */
const MAX_ROWS = 400;
const MAX_CHARS = 8_000_000;
const SOON_ROWS = 20;

const ANEW: ErrorData = {
  kind: 'resource',
  code: 'journal-anew',
  message: 'The journal was removed while it was written, and has begun anew.',
  hint: 'Write every document whole.',
};

type Write = Extract<JournalRequest, { ask: 'write' }>;

function failed(thrown: unknown): ErrorData {
  return {
    kind: 'resource',
    code: 'journal-failed',
    message: `The journal could not be written: ${toErrorData(thrown).message}.`,
    hint: 'Free some space on the disk of the data folder. Your document is open still and can be saved elsewhere.',
  };
}

/**
 * The journal's thread. Writes that come while one is being synced wait and are then committed together, so that a
 * commit begins at once and many edits share a sync.
 */
function serve(
  send: (response: JournalResponse) => void,
  stop: () => void,
): (request: JournalRequest) => void {
  let database: JournalDatabase | undefined;
  let waiting: Write[] = [];
  /** Rows since the last look at the size, by document. */
  const grown = new Map<string, number>();
  const looked = new Map<string, number>();

  const opened = (): JournalDatabase => {
    if (database === undefined) throw new Error('the journal is not open');
    return database;
  };

  const compact = (): void => {
    for (const [documentId, rows] of grown) {
      if (rows < (looked.get(documentId) ?? MAX_ROWS)) continue;
      grown.set(documentId, 0);
      const { count, chars } = opened().size(documentId);
      // A document that cannot be folded is left as it is, and not looked at again soon.
      looked.set(documentId, MAX_ROWS);
      if (count < MAX_ROWS && chars < MAX_CHARS) continue;
      try {
        const data = compacted(opened().rows(documentId));
        if (data === undefined) {
          // In the middle of a save or a gesture.
          looked.set(documentId, SOON_ROWS);
          continue;
        }
        opened().write([{ change: 'snapshot', documentId, data }]);
        opened().shrink();
      } catch {
        continue;
      }
    }
  };

  const flush = (): void => {
    const writes = waiting;
    waiting = [];
    if (writes.length === 0) return;
    try {
      if (opened().isGone()) {
        database = opened().anew();
        for (const { id } of writes) send({ id, ok: false, error: ANEW });
        return;
      }
      opened().write(writes.flatMap(({ changes }) => changes));
    } catch (thrown) {
      for (const { id } of writes) send({ id, ok: false, error: failed(thrown) });
      return;
    }
    for (const { id } of writes) send({ id, ok: true, answer: null });
    for (const { changes } of writes) {
      for (const change of changes) {
        if (change.change !== 'row') continue;
        const weight = 1 + Math.floor(change.data.length / (MAX_CHARS / MAX_ROWS));
        grown.set(change.documentId, (grown.get(change.documentId) ?? 0) + weight);
      }
    }
    compact();
  };

  return (request) => {
    if (request.ask === 'write') {
      if (waiting.push(request) === 1) setImmediate(flush);
      return;
    }
    flush();
    const { id } = request;
    try {
      switch (request.ask) {
        case 'open':
          database = JournalDatabase.open(request.folder);
          send({ id, ok: true, answer: database.contents() });
          return;
        case 'rows':
          send({ id, ok: true, answer: opened().rows(request.documentId) });
          return;
        case 'close':
          database?.close();
          send({ id, ok: true, answer: null });
          stop();
          return;
      }
    } catch (thrown) {
      send({ id, ok: false, error: toErrorData(thrown, 'journal-failed') });
    }
  };
}

const port = parentPort;
if (port !== null) {
  const answer = serve(
    (response) => port.postMessage(response),
    () => port.close(),
  );
  port.on('message', answer);
}
