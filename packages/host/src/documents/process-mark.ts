import { readFileSync } from 'node:fs';

/** When a process began, in the system's own ticks; undefined where the system does not say or it is gone. */
function startTicks(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the name in brackets and may hold spaces; the start time is the 22nd.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Names this process so that a later one with the same number is not taken for it. */
export function processMark(): string {
  return `${process.pid}:${startTicks(process.pid) ?? ''}`;
}

/** Whether the process of a mark is still running. */
export function isRunning(mark: string): boolean {
  const [number = '', ticks = ''] = mark.split(':');
  const pid = Number(number);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  if (ticks !== '' && process.platform === 'linux') return startTicks(pid) === ticks;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
