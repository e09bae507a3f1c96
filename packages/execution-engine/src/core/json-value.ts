import type { Identity, JsonCarried, JsonValue, ListValue, Value } from '@atomiton/contracts';
import { canonicalJson } from './canonical-json.js';

/** The newline stands between preimage and payload, which is empty here (see `IdentityPreimage` in contracts). */
const NO_PAYLOAD = '\n';

/** Plain data as a published value. */
export function jsonCarried(json: JsonValue, hash: (text: string) => Identity): JsonCarried {
  return { kind: 'json', json, identity: hash(`json:${canonicalJson(json)}${NO_PAYLOAD}`) };
}

/** The items of a list input as one value: plain data stays plain data, anything else is a list value. */
export function listOf(items: Value[], hash: (text: string) => Identity): JsonCarried | ListValue {
  const plain: JsonValue[] = [];
  for (const item of items) {
    if (item.kind === 'json') plain.push(item.json);
  }
  if (plain.length === items.length) return jsonCarried(plain, hash);
  const identities = items.map((item) => item.identity).join(',');
  return { kind: 'list', items, identity: hash(`list:${identities}${NO_PAYLOAD}`) };
}
