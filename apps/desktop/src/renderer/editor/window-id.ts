const STORED = 'atomiton.window';
const MOST_WINDOWS = 50;

/** What tells the windows of one application apart; absent where there are no windows (tests). */
export interface WindowLocks {
  /** Holds a name until the page goes. @returns whether nobody else had it. */
  claim(name: string): Promise<boolean>;
}

/** The page's own locks: the browser gives them back when the page is gone, however it went. */
export function pageLocks(locks: LockManager | undefined): WindowLocks | undefined {
  if (locks === undefined) return undefined;
  return {
    claim: (name) =>
      new Promise((answer) => {
        void locks.request(`atomiton-window-${name}`, { ifAvailable: true }, (lock) => {
          answer(lock !== null);
          // Held for as long as the page lives.
          return lock === null ? undefined : new Promise(() => undefined);
        });
      }),
  };
}

/**
 * The name of this window among those of the application: the one it had before it was loaded again, else the first
 * that is free. The first window is `main`.
 */
export async function claimWindowId(
  locks: WindowLocks | undefined,
  storage: Storage | undefined,
): Promise<string> {
  if (locks === undefined) return 'main';
  const names = Array.from({ length: MOST_WINDOWS }, (_, index) =>
    index === 0 ? 'main' : `window-${index + 1}`,
  );
  const before = storage?.getItem(STORED);
  for (const name of before === null || before === undefined ? names : [before, ...names]) {
    if (!(await locks.claim(name))) continue;
    storage?.setItem(STORED, name);
    return name;
  }
  return crypto.randomUUID();
}
