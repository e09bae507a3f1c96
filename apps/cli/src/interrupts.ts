import { EXIT } from './exit-codes.js';

/** Two signals closer than this are one key press that reached us twice (from the terminal and from a parent). */
const SAME_PRESS_MS = 250;

/**
 * Ctrl-C and SIGTERM: the first asks for a clean end, the second ends at once.
 * @returns a function that stops listening.
 */
export function onInterrupt(ask: (code: number) => void): () => void {
  let firstAt: number | undefined;
  const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const listener = () => {
      const now = performance.now();
      const code = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
      if (firstAt === undefined) {
        firstAt = now;
        ask(code);
      } else if (now - firstAt > SAME_PRESS_MS) process.exit(code);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const stop of listeners) stop();
  };
}
