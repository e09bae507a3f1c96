#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { EXIT } from './exit-codes.js';
import type { RunCommandOptions } from './run-command.js';
import { drained, processTerminal } from './terminal.js';

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0';
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function main(): Promise<number> {
  const terminal = processTerminal();
  let code: number = EXIT.ok;
  let closed = false;
  terminal.onClosed(() => {
    closed = true;
  });
  const program = new Command('atomiton')
    .description('Run and edit blueprints.')
    .version(ownVersion())
    .exitOverride()
    .showHelpAfterError('See: atomiton --help');
  /** A command that, used wrongly, points at its own help. */
  const command = (name: string): Command =>
    program.command(name).showHelpAfterError(`See: atomiton ${name} --help`);
  command('run')
    .description('run a blueprint; exit 0 done, 1 failed, 2 bad input')
    .argument('<file>', 'NAME.blueprint.json')
    .option('--set <node.parameter=value>', 'set a parameter (repeatable)', collect, [])
    .option('--to <node>', 'run only this node and what it needs')
    .option('--json', 'one line of JSON for each event', false)
    .option('--trust', 'allow what its nodes do: commands, code, network, files outside its folder', false)
    .addOption(
      new Option('--strategy <name>', 'how nodes are scheduled')
        .choices(['parallel', 'sequential'])
        .default('parallel'),
    )
    .action(async (file: string, options: RunCommandOptions) => {
      const { runCommand } = await import('./run-command.js');
      code = await runCommand(file, options, terminal);
    });
  command('validate')
    .description('say everything that is wrong with a blueprint; exit 0 or 2')
    .argument('<file>', 'NAME.blueprint.json')
    .option('--json', 'as JSON', false)
    .action(async (file: string, options: { json: boolean }) => {
      const { validateCommand } = await import('./validate-command.js');
      code = await validateCommand(file, options.json, terminal);
    });
  command('nodes')
    .description('list the node types')
    .option('--json', 'whole definitions as JSON', false)
    .action(async (options: { json: boolean }) => {
      const { nodesCommand } = await import('./nodes-command.js');
      code = await nodesCommand(options.json, terminal);
    });
  command('serve')
    .description('open the editor in a browser')
    .argument('[file]', 'NAME.blueprint.json')
    .option('--port <number>', 'port on 127.0.0.1 (0: any free one)', parsePort, 0)
    .option('--open', 'show it in the default browser', false)
    .action(async (file: string | undefined, options: { port: number; open: boolean }) => {
      const { serveCommand } = await import('./serve-command.js');
      code = await serveCommand(file, { ...options, version: ownVersion() }, terminal);
    });
  try {
    await program.parseAsync();
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    code = thrown.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  }
  return closed && code === EXIT.ok ? EXIT.outputClosed : code;
}

main().then(
  async (code) => {
    await drained(process.stdout);
    await drained(process.stderr);
    process.exit(code);
  },
  (thrown: unknown) => {
    console.error(thrown);
    process.exit(EXIT.failed);
  },
);
