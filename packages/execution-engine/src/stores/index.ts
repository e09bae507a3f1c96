export { canonicalJson, hashIdentity, identityOf, identityPreimage } from './identity.js';
export { createValueStore, type PooledValueStore, type ValueStoreOptions } from './value-store.js';
