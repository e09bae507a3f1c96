import { expect, it } from 'vitest';
import { asksForHelp } from './atomiton.mjs';

it('asks for help', () => {
  for (const line of ['', '--help', '-h', 'run --help', 'help run', '--version']) {
    expect(asksForHelp(line.split(' ').filter((word) => word !== '')), line).toBe(true);
  }
});

it('asks for work', () => {
  for (const line of ['run a.blueprint.json', 'validate help.blueprint.json', 'serve --port 0']) {
    expect(asksForHelp(line.split(' ')), line).toBe(false);
  }
});
