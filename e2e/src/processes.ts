import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One process as /proc shows it. */
export interface ProcessInfo {
  pid: number;
  parent: number;
  state: string;
  command: string;
  /** User and system time so far, in clock ticks (10 ms each). */
  cpuTicks: number;
}

function readProcess(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      state: fields[0] ?? '?',
      parent: Number(fields[1]),
      cpuTicks: Number(fields[11]) + Number(fields[12]),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
    };
  } catch {
    return undefined;
  }
}

/** True while the process exists and is no zombie. */
export function isAlive(pid: number): boolean {
  const info = readProcess(pid);
  return info !== undefined && info.state !== 'Z';
}

/** Clock ticks (10 ms) that the process has used, 0 when it is gone. */
export function cpuTicksOf(pid: number): number {
  return readProcess(pid)?.cpuTicks ?? 0;
}

/** Every live process below `root`, itself left out. */
export function descendantsOf(root: number): ProcessInfo[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((info): info is ProcessInfo => info !== undefined && info.state !== 'Z');
  const found = new Map<number, ProcessInfo>();
  let grown = true;
  while (grown) {
    grown = false;
    for (const info of all) {
      if (found.has(info.pid) || (info.parent !== root && !found.has(info.parent))) continue;
      found.set(info.pid, info);
      grown = true;
    }
  }
  return [...found.values()];
}

/** The program a process runs, without its arguments; empty when it is gone. */
export function programOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return '';
  }
}

/** Clock ticks (10 ms) used so far by each thread of a process; empty when it is gone. */
export function threadTicksOf(pid: number): Map<number, number> {
  const ticks = new Map<number, number>();
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks.set(Number(thread), Number(fields[11]) + Number(fields[12]));
    }
  } catch {
    return ticks;
  }
  return ticks;
}
