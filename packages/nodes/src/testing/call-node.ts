import { createHash } from 'node:crypto';
import type {
  Draft,
  JsonValue,
  LogLevel,
  NodeContext,
  NodeDefinition,
  ReceivedValue,
  RunNode,
} from '@atomiton/contracts';
import { parameterProblem } from '@atomiton/contracts';

/** What one call of a node's code did. */
export interface NodeCall {
  outputs: Record<string, Draft>;
  emitted: Record<string, Draft>[];
  progress: number[];
  logs: { level: LogLevel; text: string }[];
}

export interface CallOptions {
  parameters?: Record<string, JsonValue>;
  inputs?: Record<string, Draft>;
  /** Asked before every look at `context.cancelled`. */
  cancelled?: () => boolean;
}

function received(draft: Draft): ReceivedValue {
  const identity = createHash('sha256')
    .update(draft.kind === 'json' ? JSON.stringify(draft.json) : draft.kind)
    .digest('hex');
  return { ...draft, identity };
}

/** Calls node code as a runtime would: defaults filled in, parameters checked. */
export async function callNode(
  definition: NodeDefinition,
  run: RunNode,
  options: CallOptions = {},
): Promise<NodeCall> {
  const parameters: Record<string, JsonValue> = {};
  for (const spec of definition.parameters) {
    const value = options.parameters?.[spec.name] ?? spec.default;
    const problem = parameterProblem(spec, value);
    if (problem !== undefined) throw new Error(problem);
    parameters[spec.name] = value;
  }
  const inputs: Record<string, ReceivedValue> = {};
  for (const [port, draft] of Object.entries(options.inputs ?? {})) inputs[port] = received(draft);
  const call: NodeCall = { outputs: {}, emitted: [], progress: [], logs: [] };
  const context: NodeContext = {
    node: 'tested',
    number: 0,
    parameters,
    inputs,
    get cancelled() {
      return options.cancelled?.() ?? false;
    },
    allocate: (byteLength) => Promise.resolve(new Uint8Array(new SharedArrayBuffer(byteLength))),
    emit: (outputs) => {
      call.emitted.push(outputs);
      return Promise.resolve();
    },
    progress: (fraction) => call.progress.push(fraction),
    log: (level, text) => call.logs.push({ level, text }),
  };
  call.outputs = (await run(context)) ?? {};
  return call;
}
