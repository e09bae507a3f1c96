import { setFlagsFromString } from 'node:v8';

/**
 * Keeps every loop of node code interruptible. V8 from 12 on (Electron 33 has 13.0) unrolls some loops around built-in
 * calls, e.g. `for (;;) list = new Array(1000).fill(0)`, and leaves out the check for interrupts: such a worker cannot
 * be terminated and runs past its memory limit until the process aborts. Without unrolling the check stays.
 * Holds for the whole process and for code compiled from now on.
 */
export function keepLoopsInterruptible(): void {
  if (Number.parseInt(process.versions.v8, 10) >= 12) setFlagsFromString('--no-turboshaft-loop-unrolling');
}
