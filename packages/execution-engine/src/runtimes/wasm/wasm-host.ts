import type { Draft } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { LaneNode } from '../worker/lane-protocol.js';
import type { LaneCall, LaneHost } from '../worker/serve-lane.js';
import { readParameterFile } from './read-file.js';
import { type WasmHooks, WasmInstance, type WasmReply, type WasmRequest, WasmTrap } from './wasm-instance.js';

/** An instance whose memory has grown beyond this is dropped after the call: memory never shrinks. Bytes. */
const KEEP_INSTANCE_BYTES = 64 * 1024 * 1024;

/** What the worker is started with: compiled modules by address. */
export type WasmLaneData = ReadonlyMap<string, WebAssembly.Module>;

const SILENT: WasmHooks = { log: () => undefined, progress: () => undefined };

/** Runs WebAssembly nodes: one instance of each module, made on first use and again after a trap. */
export class WasmHost implements LaneHost {
  private readonly instances = new Map<string, WasmInstance>();
  /** Stateful sessions that live in an instance. */
  private readonly sessions = new Map<number, string>();

  constructor(private readonly modules: WasmLaneData) {}

  async call(call: LaneCall): Promise<Record<string, Draft> | undefined> {
    const { node, number, parameters, inputs } = call;
    const { session, type } = node;
    const opened = node.parameters;
    const files: Extract<WasmRequest, { t: 'call' }>['files'] = {};
    for (const [name, path] of Object.entries(call.files)) {
      files[name] = { path, bytes: await readParameterFile(name, path) };
    }
    const hooks = {
      log: call.log,
      progress: (fraction: number, message?: string) => call.progress(fraction, message),
    };
    const request = (asked: WasmRequest) => this.request(node, asked, hooks);
    try {
      let reply = request({ t: 'call', session, node: type, number, opened, parameters, inputs, files });
      while (reply.more) {
        await call.emit(reply.outputs ?? {});
        reply = request({ t: 'next', session, node: type, opened });
      }
      if (reply.outputs !== undefined && Object.keys(reply.outputs).length > 0)
        await call.emit(reply.outputs);
    } finally {
      this.afterCall(node);
    }
    return undefined;
  }

  async snapshot(node: LaneNode): Promise<Uint8Array> {
    const { session, type, parameters } = node;
    const { state } = this.request(node, { t: 'snapshot', session, node: type, opened: parameters }, SILENT);
    this.instances.get(node.module)?.endCall();
    return state ?? new Uint8Array(0);
  }

  async restore(node: LaneNode, state: Uint8Array): Promise<void> {
    const { session, type, parameters } = node;
    this.request(node, { t: 'restore', session, node: type, opened: parameters, state }, SILENT);
    this.instances.get(node.module)?.endCall();
  }

  async close(session: number): Promise<void> {
    const module = this.sessions.get(session);
    this.sessions.delete(session);
    const instance = module === undefined ? undefined : this.instances.get(module);
    instance?.request({ t: 'close', session }, SILENT);
    instance?.endCall();
  }

  private request(node: LaneNode, request: WasmRequest, hooks: WasmHooks): WasmReply {
    const instance = this.instanceOf(node);
    this.sessions.set(node.session, node.module);
    try {
      return instance.request(request, hooks);
    } catch (thrown) {
      if (thrown instanceof WasmTrap) this.instances.delete(node.module);
      throw thrown;
    }
  }

  private afterCall(node: LaneNode): void {
    const instance = this.instances.get(node.module);
    if (instance === undefined) return;
    try {
      instance.endCall();
      // State lives in the instance: it stays, whatever its size.
      if (node.stateful) return;
      instance.request({ t: 'close', session: node.session }, SILENT);
      instance.endCall();
      this.sessions.delete(node.session);
      if (instance.memoryBytes > KEEP_INSTANCE_BYTES) this.instances.delete(node.module);
    } catch {
      this.instances.delete(node.module);
    }
  }

  private instanceOf(node: LaneNode): WasmInstance {
    let instance = this.instances.get(node.module);
    if (instance === undefined) {
      const module = this.modules.get(node.module);
      if (module === undefined) {
        throw new AtomitonError({
          kind: 'dependency',
          code: 'unknown-node-type',
          message: `The WebAssembly module of ${node.type} is not loaded.`,
        });
      }
      instance = new WasmInstance(module);
      this.instances.set(node.module, instance);
    }
    return instance;
  }
}
