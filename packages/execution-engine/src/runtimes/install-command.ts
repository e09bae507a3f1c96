import { existsSync } from 'node:fs';
import { AtomitonError } from '@atomiton/contracts';

/** What may be missing, with its name in each way of installing. */
const PACKAGES = {
  python: {
    apt: 'python3 python3-venv',
    dnf: 'python3',
    pacman: 'python',
    brew: 'python',
    winget: 'Python.Python.3.13',
  },
  go: { apt: 'golang-go', dnf: 'golang', pacman: 'go', brew: 'go', winget: 'GoLang.Go' },
} as const;

/** A machine as far as its installer is concerned. */
export interface Machine {
  platform: NodeJS.Platform;
  isRoot: boolean;
  has(program: string): boolean;
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    has: (program) => existsSync(`/usr/bin/${program}`),
  };
}

/** One command line that installs it here, or undefined where no installer of ours is there. */
export function installCommand(what: keyof typeof PACKAGES, machine = thisMachine()): string | undefined {
  const names = PACKAGES[what];
  if (machine.platform === 'darwin') return `brew install ${names.brew}`;
  if (machine.platform === 'win32') return `winget install ${names.winget}`;
  const sudo = machine.isRoot ? '' : 'sudo ';
  if (machine.has('apt-get')) return `${sudo}apt-get install -y ${names.apt}`;
  if (machine.has('dnf')) return `${sudo}dnf install -y ${names.dnf}`;
  if (machine.has('pacman')) return `${sudo}pacman -S --noconfirm ${names.pacman}`;
  return undefined;
}

/** The error of a language that cannot be used yet; `install` is one command line that gets what is missing. */
export function missingRuntime(message: string, install: string | undefined): AtomitonError {
  return new AtomitonError({
    kind: 'dependency',
    code: 'runtime-missing',
    message,
    ...(install === undefined ? {} : { install, hint: `Install it with: ${install}` }),
  });
}
