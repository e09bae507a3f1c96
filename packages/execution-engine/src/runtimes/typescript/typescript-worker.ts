import type { LaneStart } from '../worker/lane-protocol.js';
import { serveLane } from '../worker/serve-lane.js';
import { NodeModulesHost } from './node-modules-host.js';

/** Entry of a worker that runs TypeScript nodes. */
export function serve(start: LaneStart): Promise<void> {
  return serveLane(start, new NodeModulesHost());
}
