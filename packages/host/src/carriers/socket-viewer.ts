import type { WebSocket } from 'ws';
import type { ViewerSource } from '../viewer.js';
import { answerMessage, refusal } from './answer-message.js';
import { MAX_MESSAGE_SIZE } from './check-message.js';

/** A frame above this ends the connection; between the message limit and this the message is refused. Bytes. */
export const MAX_FRAME_BYTES = 4 * MAX_MESSAGE_SIZE;

/** The number at the head of a message that is too large to be parsed; 0 when it is not there. */
function leadingId(text: string): number {
  const found = /^\s*\{\s*"id"\s*:\s*(\d{1,15})\b/.exec(text.slice(0, 200));
  return found === null ? 0 : Number(found[1]);
}

/** Serves one connected socket as a viewer: JSON text messages, one response each, notices as they come. */
export function serveSocket(socket: WebSocket, host: ViewerSource): void {
  const viewer = host.connect();
  const send = (message: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const stop = viewer.onNotice(send);
  const answer = async (data: Buffer, isBinary: boolean): Promise<void> => {
    if (isBinary) {
      send(refusal(0, 'bad-message', 'A binary message came; JSON text was expected.'));
      return;
    }
    const text = data.toString('utf8');
    if (text.length > MAX_MESSAGE_SIZE) {
      send(
        refusal(
          leadingId(text),
          'message-too-large',
          `A message of ${text.length} characters came; at most ${MAX_MESSAGE_SIZE} are taken.`,
        ),
      );
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      send(refusal(0, 'bad-message', 'A message came that is not JSON.'));
      return;
    }
    send(await answerMessage(viewer.handlers, message));
  };
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    answer(data, isBinary).catch(() => socket.close(1011));
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    stop();
    viewer.close();
  });
}
