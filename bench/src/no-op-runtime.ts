import type {
  CallHooks,
  CallRequest,
  NodeDefinition,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  Value,
} from '@atomiton/contracts';
import { defineNode } from '@atomiton/contracts';

const OUTPUT: Value = { kind: 'json', json: 1, identity: '0'.repeat(64) };

/** A node that does nothing but emit a constant. */
export function noOpDefinition(type: string, timeoutMs?: number): NodeDefinition {
  return defineNode({
    type,
    version: 1,
    name: 'No-op',
    category: 'bench',
    description: '',
    inputs: [
      { name: 'left', type: 'json', required: false },
      { name: 'right', type: 'json', required: false },
    ],
    outputs: [{ name: 'out', type: 'json' }],
    parameters: [{ name: 'value', label: 'Value', type: 'number', default: 0 }],
    runtime: { language: 'typescript', cheap: true },
    purity: 'pure',
    timeoutMs,
  });
}

class NoOpSession implements NodeSession {
  async call(_request: CallRequest, hooks: CallHooks): Promise<void> {
    hooks.emit({ out: OUTPUT });
  }
  cancel(): void {}
  async snapshot(): Promise<Uint8Array> {
    return new Uint8Array();
  }
  async restore(): Promise<void> {}
  async close(): Promise<void> {}
}

/** The least a runtime can do behind the session interface: what is left is the cost of the engine. */
export class NoOpRuntime implements NodeRuntime {
  readonly language = 'typescript';
  readonly capabilities = { isolated: false, parallel: true };
  async initialize(): Promise<void> {}
  status(): { language: 'typescript'; state: 'ready' } {
    return { language: 'typescript', state: 'ready' };
  }
  implementationHash(): string {
    return 'no-op';
  }
  async open(_request: OpenRequest): Promise<NodeSession> {
    return new NoOpSession();
  }
  async dispose(): Promise<void> {}
}
