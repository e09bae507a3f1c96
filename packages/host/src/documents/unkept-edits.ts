import { applyAndInvert, DocumentHistory } from '@atomiton/blueprint';
import type { UnkeptEdits } from '@atomiton/contracts';
import type { DocumentRecord } from './open-document.js';
import { requireRevision } from './refusals.js';

/** The document with edits that the journal does not have. @throws AtomitonError `stale-revision`, or what does not fit. */
export function withUnkept(record: DocumentRecord, unkept: UnkeptEdits | undefined): DocumentRecord {
  if (unkept === undefined) return record;
  requireRevision(record, unkept.baseRevision);
  const ahead = { ...record, history: new DocumentHistory(record.history.stacks), behind: true };
  for (const { operations, entry } of unkept.edits) {
    const { blueprint, inverses } = applyAndInvert(ahead.blueprint, operations);
    ahead.blueprint = blueprint;
    ahead.revision += operations.length;
    ahead.history.follow(entry, operations, inverses);
  }
  return ahead;
}
