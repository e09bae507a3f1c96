import type { BridgeClient, BridgeInput, BridgeOutput } from '@atomiton/contracts';

/** Looks that can take seconds: they tell how far they are and can be ended. */
export type JobMethod =
  | 'value.arrange'
  | 'value.copy'
  | 'value.find'
  | 'value.statistics'
  | 'value.export'
  | 'value.searchTree'
  | 'value.tensor';

interface JobOptions {
  /** Ends the work; it is then refused with code `cancelled`. */
  signal?: AbortSignal;
  /** 0 to 1. */
  onProgress?: (fraction: number) => void;
}

/** Asks for long work under a name of its own. */
export async function runJob<M extends JobMethod>(
  client: BridgeClient,
  method: M,
  input: Omit<BridgeInput<M>, 'job'>,
  { signal, onProgress }: JobOptions = {},
): Promise<BridgeOutput<M>> {
  const job = crypto.randomUUID();
  const cancel = (): void => void client.call('value.cancel', { job }).catch(() => undefined);
  const stop =
    onProgress === undefined
      ? undefined
      : client.on('value.progress', (progress) => {
          if (progress.job === job) onProgress(progress.fraction);
        });
  signal?.addEventListener('abort', cancel);
  try {
    const work = client.call(method, { ...input, job } as BridgeInput<M>);
    if (signal?.aborted === true) cancel();
    return await work;
  } finally {
    stop?.();
    signal?.removeEventListener('abort', cancel);
  }
}
