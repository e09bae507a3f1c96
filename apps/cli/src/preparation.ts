import type { EngineKit } from '@atomiton/host';

/** A preparation shorter than this is not worth a line. Milliseconds. */
const LASTING_MS = 1000;

/**
 * Tells what a language is being prepared for, when it takes longer than a moment: `python: installing numpy …`.
 * @returns a function that stops telling.
 */
export function tellWhatLasts(kit: EngineKit, tell: (text: string) => void): () => void {
  let waiting: { text: string; timer: NodeJS.Timeout } | undefined;
  const stop = kit.onRuntimesChanged((runtimes) => {
    const preparing = runtimes.find(({ state }) => state === 'preparing');
    const text = preparing?.message === undefined ? '' : `${preparing.language}: ${preparing.message}`;
    if (text === waiting?.text) return;
    clearTimeout(waiting?.timer);
    waiting = text === '' ? undefined : { text, timer: setTimeout(() => tell(text), LASTING_MS) };
  });
  return () => {
    clearTimeout(waiting?.timer);
    stop();
  };
}
