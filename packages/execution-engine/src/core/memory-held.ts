import type { Value } from '@atomiton/contracts';

/** Whether a value can hold memory of the value store; plain data and files never do, so nobody counts them. */
export function holdsMemory(value: Value): boolean {
  return value.kind !== 'json' && value.kind !== 'file';
}
