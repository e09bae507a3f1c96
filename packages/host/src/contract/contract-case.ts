import type { BridgeCarrier, BridgeClient } from '@atomiton/contracts';

/** A served host as the contract sees it. Contract and host share one file system. */
export interface ContractSubject {
  shell: 'desktop' | 'browser';
  /** Absolute path of a folder of its own, which exists. */
  folder: string;
  /** A new viewer; `undefined` where the shell has one viewer only and it is taken. */
  connect(): Promise<BridgeCarrier | undefined>;
}

/** What one case works with. */
export interface ContractTools {
  subject: ContractSubject;
  client: BridgeClient;
  carrier: BridgeCarrier;
}

/** One promise of the bridge. `run` rejects with an AssertionError where it is broken. */
export interface ContractCase {
  name: string;
  /** Needs a second viewer at the same time. */
  viewers: 1 | 2;
  run(tools: ContractTools): Promise<void>;
}

/** Thrown by a case that cannot be checked with this subject; the message says why. */
export class NotApplicable extends Error {}
