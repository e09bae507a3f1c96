import type { CallRequest, ErrorData, JsonValue, LogLevel, NodeSession, Value } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';

/** Everything that one call did, as seen from outside. */
export interface ObservedCall {
  outputs: Record<string, Value>[];
  progress: { fraction: number; message?: string | undefined }[];
  logs: { level: LogLevel; text: string }[];
  lanes: string[];
  /** Hooks invoked after the call had settled: always a fault. */
  late: string[];
  error?: ErrorData;
  settled: boolean;
  durationMs: number;
}

/** Starts a call and records it; `finished` never rejects. */
export function startCall(
  session: NodeSession,
  inputs: Record<string, Value> = {},
  parameters?: Record<string, JsonValue>,
  number = 0,
): { seen: ObservedCall; finished: Promise<ObservedCall> } {
  const seen: ObservedCall = {
    outputs: [],
    progress: [],
    logs: [],
    lanes: [],
    late: [],
    settled: false,
    durationMs: 0,
  };
  const note = (what: string) => {
    if (seen.settled) seen.late.push(what);
  };
  const request: CallRequest = { number, inputs, ...(parameters === undefined ? {} : { parameters }) };
  const started = performance.now();
  const settle = () => {
    seen.settled = true;
    seen.durationMs = performance.now() - started;
    return seen;
  };
  const finished = session
    .call(request, {
      emit: (outputs) => {
        note('emit');
        seen.outputs.push(outputs);
      },
      progress: (fraction, message) => {
        note('progress');
        seen.progress.push({ fraction, message });
      },
      log: (level, text) => {
        note(`log ${text}`);
        seen.logs.push({ level, text });
      },
      lane: (name) => {
        note('lane');
        seen.lanes.push(name);
      },
    })
    .then(settle, (thrown: unknown) => {
      seen.error = toErrorData(thrown);
      return settle();
    });
  return { seen, finished };
}
