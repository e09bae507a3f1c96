import { createHash } from 'node:crypto';
import type { Draft, Identity, JsonValue, Value } from '@atomiton/contracts';

const NEWLINE = new Uint8Array([0x0a]);

/**
 * JSON text with keys sorted by UTF-16 code unit, no spaces, shortest number form; `-0` is `0`.
 * Equal values give equal text in all five languages. Nesting is at most what `findNonJson` lets through.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as JsonValue)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}

/**
 * The text hashed before the payload bytes (form: `IdentityPreimage` in contracts). A list names its items by
 * identity: drafts have none yet, so their identities are given apart.
 */
export function identityPreimage(value: Draft | Value, itemIdentities?: readonly Identity[]): string {
  switch (value.kind) {
    case 'json':
      return `json:${canonicalJson(value.json)}`;
    case 'bytes':
      return 'bytes:';
    case 'table':
      return 'table:';
    case 'tensor':
      return `tensor:${value.dtype}:${value.shape.join('x')}`;
    case 'image':
      return `image:${value.format}:${value.width}x${value.height}`;
    case 'file':
      return `file:${value.path}:${value.sizeBytes}:${value.modifiedMs}`;
    case 'list': {
      const identities =
        itemIdentities ?? value.items.map((item) => ('identity' in item ? item.identity : identityOf(item)));
      return `list:${identities.join(',')}`;
    }
  }
}

/** SHA-256 of a preimage and payload bytes; `bytes` may be a view of shared memory. About 0.8 ms a megabyte. */
export function hashIdentity(preimage: string, bytes?: Uint8Array): Identity {
  const hash = createHash('sha256').update(preimage, 'utf8').update(NEWLINE);
  if (bytes !== undefined) hash.update(bytes);
  return hash.digest('hex');
}

/** Identity of what node code returned. Runs where it is called: off the main thread for more than 64 KB. */
export function identityOf(draft: Draft): Identity {
  const bytes = 'bytes' in draft ? draft.bytes : undefined;
  return hashIdentity(identityPreimage(draft), bytes);
}
