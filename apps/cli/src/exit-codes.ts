/** What the command's exit status means. */
export const EXIT = {
  ok: 0,
  /** The run failed. */
  failed: 1,
  /** The blueprint, a parameter or the command line is wrong. */
  badInput: 2,
  /** Ended by Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
  /** Ended by SIGTERM: 128 + 15. */
  terminated: 143,
  /** Whoever read our output has gone: 128 + SIGPIPE. */
  outputClosed: 141,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
