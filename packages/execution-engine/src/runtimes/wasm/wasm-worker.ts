import type { LaneStart } from '../worker/lane-protocol.js';
import { serveLane } from '../worker/serve-lane.js';
import { WasmHost, type WasmLaneData } from './wasm-host.js';

/** Entry of a worker that runs WebAssembly nodes. */
export function serve(start: LaneStart): Promise<void> {
  return serveLane(start, new WasmHost(start.data as WasmLaneData));
}
