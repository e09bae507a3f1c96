import { createHash } from 'node:crypto';
import type {
  CallHooks,
  CallRequest,
  JsonValue,
  Language,
  NodeDefinition,
  NodeDefinitionInput,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  Value,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError, defineNode } from '@atomiton/contracts';
import { jsonCarried } from '../json-value.js';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function json(value: JsonValue): Value {
  return jsonCarried(value, sha256);
}

/** What the code of a test node is given. */
export interface Call {
  node: string;
  parameters: Record<string, JsonValue>;
  inputs: Record<string, Value>;
  hooks: CallHooks;
  /** Rejects as soon as the session is cancelled. */
  cancelled: Promise<never>;
}
export type Code = (
  call: Call,
) => Record<string, Value> | undefined | Promise<Record<string, Value> | undefined>;

/** Runs closures as nodes, in this process, behind the whole session interface; counts what it did. */
export class MemoryRuntime implements NodeRuntime {
  readonly capabilities = { isolated: false, parallel: true };
  readonly calls: string[] = [];
  openSessions = 0;
  activeCalls = 0;
  mostActiveCalls = 0;
  state: 'ready' | 'missing' = 'ready';
  implementation = 'v1';
  private readonly code = new Map<string, Code>();

  constructor(readonly language: Language = 'typescript') {}

  define(definition: NodeDefinitionInput, code: Code): NodeDefinition {
    this.code.set(definition.type, code);
    return defineNode(definition);
  }

  async initialize(): Promise<void> {
    if (this.state === 'ready') return;
    throw new AtomitonError({
      kind: 'dependency',
      code: 'runtime-missing',
      message: `There is no ${this.language} here.`,
      hint: `Install ${this.language}.`,
    });
  }

  status(): ReturnType<NodeRuntime['status']> {
    return { language: this.language, state: this.state };
  }

  implementationHash(definition: NodeDefinition): string {
    return `${definition.type}@${this.implementation}`;
  }

  async open(request: OpenRequest): Promise<NodeSession> {
    this.openSessions++;
    const code = this.code.get(request.definition.type) as Code;
    let cancel: () => void = () => {};
    const cancelled = new Promise<never>((_, reject) => {
      cancel = () =>
        reject(
          new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'The call was cancelled.' }),
        );
    });
    cancelled.catch(() => {});
    return {
      call: async (call: CallRequest, hooks: CallHooks) => {
        this.calls.push(request.node);
        this.activeCalls++;
        this.mostActiveCalls = Math.max(this.mostActiveCalls, this.activeCalls);
        try {
          const parameters = call.parameters ?? request.parameters;
          const outputs = await code({
            node: request.node,
            parameters,
            inputs: call.inputs,
            hooks,
            cancelled,
          });
          if (outputs !== undefined) hooks.emit(outputs);
        } finally {
          this.activeCalls--;
        }
      },
      cancel,
      snapshot: async () => new Uint8Array(),
      restore: async () => {},
      close: async () => {
        this.openSessions--;
      },
    };
  }

  async dispose(): Promise<void> {}
}

/** Counts holds by the name of blocks; using a value that nobody holds is an error. */
export class CountingStore implements Pick<ValueStore, 'retain' | 'release'> {
  readonly holds = new Map<string, number>();

  /** A value of its own, held once. */
  block(name: string): Value {
    if (this.holds.has(name)) throw new Error(`${name} exists`);
    this.holds.set(name, 1);
    const payload = { at: 'block' as const, name, path: `/dev/shm/${name}`, byteOffset: 0, byteLength: 1000 };
    return { kind: 'bytes', identity: sha256(name), payload };
  }

  retain(value: Value): void {
    this.change(value, 1);
  }

  release(value: Value): void {
    this.change(value, -1);
  }

  private change(value: Value, by: number): void {
    if (value.kind === 'list') {
      for (const item of value.items) this.change(item, by);
      return;
    }
    if (value.kind !== 'bytes' || value.payload.at !== 'block') return;
    const { name } = value.payload;
    const holds = this.holds.get(name);
    if (holds === undefined) throw new Error(`${name} is used after its last release`);
    if (holds + by === 0) this.holds.delete(name);
    else this.holds.set(name, holds + by);
  }
}
