import type { BridgeCarrier } from '@atomiton/contracts';

/** Carries messages over the object that the preload script exposes in the desktop window. */
export function createIpcCarrier(bridge: AtomitonBridge): BridgeCarrier {
  const stops = new Set<() => void>();
  return {
    request: (request) => bridge.request(request),
    onNotice(listener) {
      const stop = bridge.onNotice(listener);
      stops.add(stop);
      return () => {
        stops.delete(stop);
        stop();
      };
    },
    close() {
      for (const stop of stops) stop();
      stops.clear();
    },
  };
}
