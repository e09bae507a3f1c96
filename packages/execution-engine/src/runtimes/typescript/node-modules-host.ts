import type { Draft, NodeContext, NodeModule, OpenNode } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { LaneNode } from '../worker/lane-protocol.js';
import type { LaneCall, LaneHost } from '../worker/serve-lane.js';

type OpenedNode = ReturnType<OpenNode>;

/** Runs TypeScript node modules: loads each once, keeps the state of stateful sessions. */
export class NodeModulesHost implements LaneHost {
  private readonly opened = new Map<number, OpenedNode>();
  /** Loaded modules by address: even a repeated import() costs more than a small call. */
  private readonly modules = new Map<string, NodeModule>();

  async call(call: LaneCall): Promise<Record<string, Draft> | undefined> {
    const { node } = call;
    const module = this.modules.get(node.module) ?? (await this.load(node));
    const run = module.run ?? (this.session(node, module) as OpenedNode).call;
    return await run(contextOf(call));
  }

  async snapshot(node: LaneNode): Promise<Uint8Array> {
    return await this.stateful(node, await this.load(node)).snapshot();
  }

  async restore(node: LaneNode, state: Uint8Array): Promise<void> {
    await this.stateful(node, await this.load(node)).restore(state);
  }

  async close(session: number): Promise<void> {
    const opened = this.opened.get(session);
    this.opened.delete(session);
    await opened?.close?.();
  }

  private async load(node: LaneNode): Promise<NodeModule> {
    const module = (await import(node.module)) as NodeModule;
    if (typeof module.run === 'function' || typeof module.open === 'function') {
      this.modules.set(node.module, module);
      return module;
    }
    throw new AtomitonError({
      kind: 'runtime',
      code: 'invalid-module',
      message: `The module of ${node.type} exports ${Object.keys(module).join(', ') || 'nothing'}, expected "run" or "open".`,
    });
  }

  private session(node: LaneNode, module: NodeModule): OpenedNode | undefined {
    let opened = this.opened.get(node.session);
    if (opened === undefined && module.open !== undefined) {
      opened = module.open(node.parameters);
      this.opened.set(node.session, opened);
    }
    return opened;
  }

  private stateful(node: LaneNode, module: NodeModule): OpenedNode {
    const opened = this.session(node, module);
    if (opened === undefined) {
      throw new AtomitonError({
        kind: 'runtime',
        code: 'no-state',
        message: `The node ${node.type} has no state: its module exports no "open".`,
      });
    }
    return opened;
  }
}

/** The contract's view of a call. */
export function contextOf(call: LaneCall): NodeContext {
  return {
    node: call.node.node,
    number: call.number,
    parameters: call.parameters,
    inputs: call.inputs,
    get cancelled() {
      return call.isCancelled();
    },
    allocate: (byteLength) => call.allocate(byteLength),
    emit: (outputs) => call.emit(outputs),
    progress: (fraction, message) => call.progress(fraction, message),
    log: (level, text) => call.log(level, text),
  };
}
