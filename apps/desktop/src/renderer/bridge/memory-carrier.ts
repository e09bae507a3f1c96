import { type BridgeCarrier, type BridgeHandlers, dispatchBridgeRequest } from '@atomiton/contracts';

/** A host in the same page. Messages are cloned as JSON, as the other carriers do. */
export function createMemoryCarrier(
  makeHandlers: (notify: (event: string, data: unknown) => void) => BridgeHandlers,
): BridgeCarrier {
  const listeners = new Set<(notice: unknown) => void>();
  const clone = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  const handlers = makeHandlers((event, data) => {
    const notice = clone({ event, data });
    for (const listener of listeners) listener(notice);
  });
  return {
    async request(request) {
      return clone(await dispatchBridgeRequest(handlers, clone(request)));
    },
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
}
