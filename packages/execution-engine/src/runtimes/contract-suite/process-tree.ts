import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second of /proc on Linux. */
const TICKS = 100;

interface Descendant {
  pid: number;
  cpuMs: number;
  /** Private memory in bytes: mapped shared memory is not in it. */
  anonymousBytes: number;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Living processes below this one (a zombie counts as gone). Linux only: elsewhere the list is empty. */
export function descendants(): Descendant[] {
  const found: Descendant[] = [];
  const parents = new Set([process.pid]);
  const all: { pid: number; parent: number; state: string; cpuMs: number }[] = [];
  let names: string[] = [];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    if (stat === '') continue;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
    all.push({ pid: Number(name), parent: Number(fields[1]), state: fields[0] ?? '', cpuMs });
  }
  for (let before = -1; before !== parents.size; ) {
    before = parents.size;
    for (const one of all) if (parents.has(one.parent)) parents.add(one.pid);
  }
  for (const { pid, state, cpuMs } of all) {
    if (pid === process.pid || state === 'Z' || !parents.has(pid)) continue;
    const anonymous = /RssAnon:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`));
    found.push({ pid, cpuMs, anonymousBytes: Number(anonymous?.[1] ?? 0) * 1024 });
  }
  return found;
}

/** Processor time of this process and everything below it, in milliseconds. */
export function treeCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + descendants().reduce((total, { cpuMs }) => total + cpuMs, 0);
}

/** Threads of this process; 0 where the system does not tell. */
export function threadCount(): number {
  try {
    return readdirSync('/proc/self/task').length;
  } catch {
    return 0;
  }
}
