import type { CallHooks, CallRequest, JsonValue, NodeSession, OpenRequest } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { BlockStore } from './held-blocks.js';
import type { NodeProcess } from './node-process.js';
import type { PoolClient, ProcessPool } from './process-pool.js';
import { toWire, toWireNow } from './wire-value.js';

/** A call under way; `process` is known once it has one. */
interface Current {
  cancelled: boolean;
  process?: NodeProcess;
  onCancel?: () => void;
}

export interface SessionServices {
  pool: ProcessPool;
  store: BlockStore;
  /** Numbers that are unique in the runtime. */
  nextId(): number;
  /** The stateful sessions of a process, so that they can be saved before a guest runs beside them. */
  residents: Map<NodeProcess, Set<ProcessSession>>;
  onClosed(session: ProcessSession): void;
}

/** A node opened in processes: a stateless one in whichever runs it, a stateful one in the one that has its state. */
export class ProcessSession implements NodeSession, PoolClient {
  readonly isStateful: boolean;
  bound: NodeProcess | undefined;
  preferred: NodeProcess | undefined;
  private readonly id: number;
  private readonly openedIn = new Set<NodeProcess>();
  private current: Current | undefined;
  private closed = false;
  /** The state as it was when the process was last shared with another session. */
  private saved: Uint8Array | undefined;
  private isDirty = false;
  private hasLostState = false;

  constructor(
    private readonly request: OpenRequest,
    private readonly services: SessionServices,
  ) {
    this.id = services.nextId();
    this.isStateful = request.definition.stateful;
  }

  async call(request: CallRequest, hooks: CallHooks): Promise<void> {
    const current = this.begin();
    try {
      const values = toWireNow(request.inputs) ?? (await toWire(request.inputs, this.services.store));
      await this.inProcess(current, hooks, async (process) => {
        hooks.lane(process.lane);
        if (this.hasLostState) {
          this.hasLostState = false;
          hooks.log('warn', 'The process of this node was replaced: its state begins anew.');
        }
        this.isDirty = true;
        await process.request(
          {
            t: 'call',
            s: this.id,
            c: this.services.nextId(),
            number: request.number,
            inputs: values.wires,
            ...(request.parameters === undefined ? {} : { parameters: request.parameters }),
          },
          values.body,
          { hooks, blocks: values.blocks },
        );
      });
    } catch (thrown) {
      throw this.named(current, thrown);
    } finally {
      this.current = undefined;
    }
  }

  cancel(): void {
    const { current } = this;
    if (current === undefined || current.cancelled) return;
    current.cancelled = true;
    current.process?.kill(cancelledError());
    current.onCancel?.();
  }

  async snapshot(): Promise<Uint8Array> {
    const current = this.begin();
    try {
      let state: Uint8Array = new Uint8Array(0);
      await this.inProcess(current, undefined, async (process) => {
        state = await this.snapshotIn(process);
      });
      return state;
    } catch (thrown) {
      throw this.named(current, thrown);
    } finally {
      this.current = undefined;
    }
  }

  async restore(state: Uint8Array): Promise<void> {
    const current = this.begin();
    try {
      await this.inProcess(current, undefined, async (process) => {
        await process.request({ t: 'restore', s: this.id, c: this.services.nextId() }, [state]);
        this.hasLostState = false;
        this.saved = undefined;
        this.isDirty = true;
      });
    } catch (thrown) {
      throw this.named(current, thrown);
    } finally {
      this.current = undefined;
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.cancel();
    const { pool } = this.services;
    for (const process of this.openedIn) {
      if (process.hasEnded || !process.opened.has(this.id)) continue;
      if (!pool.takeIdle(process)) {
        process.post({ t: 'close', s: this.id });
        continue;
      }
      // Waiting for the answer means: what the node mapped is unmapped.
      await process.request({ t: 'close', s: this.id }).catch(() => undefined);
      pool.give(process);
    }
    this.openedIn.clear();
    this.unbind();
    this.services.onClosed(this);
  }

  /** Called when a process has ended: state that lived there comes back from what was saved, or is lost. */
  processEnded(process: NodeProcess): void {
    this.openedIn.delete(process);
    if (this.preferred === process) this.preferred = undefined;
    if (this.bound !== process) return;
    this.hasLostState = this.isDirty;
    this.unbind();
  }

  private begin(): Current {
    if (this.closed) {
      throw new AtomitonError({
        kind: 'runtime',
        code: 'session-closed',
        message: `Node ${this.request.node} was called after it was closed.`,
      });
    }
    if (this.current !== undefined) {
      throw new AtomitonError({
        kind: 'runtime',
        code: 'session-busy',
        message: `Node ${this.request.node} was called while its call before was still running.`,
      });
    }
    this.current = { cancelled: false };
    return this.current;
  }

  /** Runs `work` in a process that has this node open, and gives the process back whatever happens. */
  private async inProcess(
    current: Current,
    hooks: CallHooks | undefined,
    work: (process: NodeProcess) => Promise<void>,
  ): Promise<void> {
    const { pool } = this.services;
    if (current.cancelled) throw cancelledError();
    const process =
      pool.takeNow(this) ??
      (await pool.take(this, {
        onCancel: (listener) => {
          current.onCancel = listener;
        },
      }));
    try {
      if (current.cancelled) throw cancelledError();
      if (this.services.residents.has(process)) await this.saveResidents(process);
      if (current.cancelled) throw cancelledError();
      current.process = process;
      if (this.isStateful && this.bound !== process) this.bind(process);
      this.preferred = process;
      if (!process.opened.has(this.id)) await this.openIn(process, hooks);
      if (current.cancelled) throw cancelledError();
      await work(process);
    } finally {
      if (current.cancelled && current.process !== undefined) await process.ended;
      pool.give(process);
    }
  }

  private async openIn(process: NodeProcess, hooks: CallHooks | undefined): Promise<void> {
    const { definition, parameters } = this.request;
    this.openedIn.add(process);
    const outputs: Record<string, JsonValue> = {};
    for (const { name, type } of definition.outputs) outputs[name] = type;
    const { module } = definition.runtime;
    const message = {
      t: 'open',
      s: this.id,
      node: definition.runtime.handler ?? definition.type,
      parameters,
      outputs,
      ...(module === undefined ? {} : { module }),
    };
    // What the node's code prints while it is loaded belongs to the call that needs it.
    await process.request(message, [], { hooks });
    if (this.saved === undefined || this.hasLostState) return;
    await process.request({ t: 'restore', s: this.id, c: this.services.nextId() }, [this.saved]);
  }

  private bind(process: NodeProcess): void {
    this.bound = process;
    this.services.pool.addResident(process, 1);
    const beside = this.services.residents.get(process) ?? new Set();
    beside.add(this);
    this.services.residents.set(process, beside);
  }

  private unbind(): void {
    const { bound } = this;
    if (bound === undefined) return;
    this.bound = undefined;
    if (!bound.hasEnded) this.services.pool.addResident(bound, -1);
    this.services.residents.get(bound)?.delete(this);
  }

  /** Saves the other sessions whose state lives in this process: the guest's cancel or crash would take it along. */
  private async saveResidents(process: NodeProcess): Promise<void> {
    for (const resident of this.services.residents.get(process) ?? []) {
      if (resident !== this && resident.isDirty) await resident.save(process);
    }
  }

  private async save(process: NodeProcess): Promise<void> {
    try {
      this.saved = await this.snapshotIn(process);
      this.isDirty = false;
    } catch {
      // A node without snapshots keeps its state only as long as its process lives.
    }
  }

  private async snapshotIn(process: NodeProcess): Promise<Uint8Array> {
    const reply = await process.request({ t: 'snapshot', s: this.id, c: this.services.nextId() });
    return reply.body.slice();
  }

  /** The error as the caller sees it: with the node, and as cancelled where a cancel was the reason. */
  private named(current: Current, thrown: unknown): unknown {
    if (current.cancelled) {
      return new AtomitonError({ ...cancelledError().data, node: this.request.node });
    }
    if (!(thrown instanceof AtomitonError)) return thrown;
    return new AtomitonError({ ...thrown.data, node: this.request.node });
  }
}

function cancelledError(): AtomitonError {
  return new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'The call was cancelled.' });
}
