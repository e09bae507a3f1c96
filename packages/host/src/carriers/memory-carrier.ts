import type { BridgeCarrier } from '@atomiton/contracts';
import type { ViewerSource } from '../viewer.js';
import { answerMessage } from './answer-message.js';

/** A carrier inside one process. Messages are copied through JSON text, as every other carrier does. */
export function createMemoryCarrier(host: ViewerSource): BridgeCarrier {
  const viewer = host.connect();
  return {
    async request(request) {
      const message: unknown = JSON.parse(JSON.stringify(request));
      const response = await answerMessage(viewer.handlers, message);
      return JSON.parse(JSON.stringify(response)) as unknown;
    },
    onNotice: (listener) =>
      viewer.onNotice((notice) => {
        listener(JSON.parse(JSON.stringify(notice)));
      }),
    close: () => viewer.close(),
  };
}
