import type { BridgeHandlers, BridgeResponse } from '@atomiton/contracts';
import { dispatchBridgeRequest } from '@atomiton/contracts';
import { findMessageProblem } from './check-message.js';

/** The number of a message whose other parts are not trusted; 0 when it has none. */
function idOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !Object.hasOwn(message, 'id')) return 0;
  const { id } = message as { id: unknown };
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : 0;
}

/** A refusal in the form of an answer. */
export function refusal(id: number, code: string, message: string): BridgeResponse {
  return {
    id,
    ok: false,
    error: { kind: 'validation', code, message, hint: 'Send {id, method, input} as plain JSON.' },
  };
}

/** What every carrier does with an untrusted message: bounds, plain data, table, handler. Never throws. */
export async function answerMessage(handlers: BridgeHandlers, message: unknown): Promise<BridgeResponse> {
  const problem = findMessageProblem(message);
  if (problem !== undefined) return refusal(idOf(message), problem.code, problem.message);
  const response = await dispatchBridgeRequest(handlers, message);
  return response.id === 0 && !response.ok ? { ...response, id: idOf(message) } : response;
}
