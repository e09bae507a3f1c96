/** Lets the window draw and take input: continues after the next frame, or at once where nothing is drawn. */
export function pauseForFrame(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(undefined);
  });
}
