import { toErrorData } from '@atomiton/contracts';
import { useEffect, useState } from 'react';

/** Something that arrives later. */
export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'ready'; value: T }
  | { state: 'failed'; message: string };

/** Loads by key, keeping what is shown until the next one is there. Undefined loads nothing. */
export function useLoaded<T>(key: string | undefined, load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  // biome-ignore lint: the key stands for what `load` reads
  useEffect(() => {
    if (key === undefined) return undefined;
    let wanted = true;
    load().then(
      (value) => {
        if (wanted) setLoaded({ state: 'ready', value });
      },
      (thrown: unknown) => {
        if (wanted) setLoaded({ state: 'failed', message: toErrorData(thrown).message });
      },
    );
    return () => {
      wanted = false;
    };
  }, [key]);
  return loaded;
}
