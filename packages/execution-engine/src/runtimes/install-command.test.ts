import { expect, it } from 'vitest';
import { installCommand } from './install-command.js';

const linux = (program: string, isRoot = false) => ({
  platform: 'linux' as const,
  isRoot,
  has: (asked: string) => asked === program,
});

it('names one command for the machine it runs on', () => {
  expect(installCommand('go', linux('apt-get'))).toBe('sudo apt-get install -y golang-go');
  expect(installCommand('python', linux('apt-get', true))).toBe('apt-get install -y python3 python3-venv');
  expect(installCommand('python', linux('dnf'))).toBe('sudo dnf install -y python3');
  expect(installCommand('go', { ...linux(''), platform: 'darwin' })).toBe('brew install go');
  expect(installCommand('go', linux('none'))).toBeUndefined();
});
