import path from 'node:path';
import type { RunOptions } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { createLocalEngineKit, nodePaths, withSubgraphs } from '@atomiton/host';
import { EXIT } from './exit-codes.js';
import { onInterrupt } from './interrupts.js';
import { diagnosticLine, loadBlueprint } from './load-blueprint.js';
import { tellWhatLasts } from './preparation.js';
import type { RunView } from './run-view.js';
import { JsonView, LiveView, PlainView } from './run-view.js';
import { withParameters } from './set-parameters.js';
import type { Terminal } from './terminal.js';
import { untrusted } from './untrusted.js';

export interface RunCommandOptions {
  set: readonly string[];
  to?: string | undefined;
  json: boolean;
  strategy: RunOptions['strategy'];
  /** Run a blueprint from elsewhere without having been asked. */
  trust: boolean;
}

function viewFor(terminal: Terminal, json: boolean): RunView {
  if (json) return new JsonView(terminal);
  return terminal.isTerminal ? new LiveView(terminal) : new PlainView(terminal);
}

/** `atomiton run FILE`: runs a blueprint and shows its events. @returns the exit status. */
export async function runCommand(
  name: string,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const loaded = await loadBlueprint(name);
  if (loaded.blueprint === undefined) {
    for (const diagnostic of loaded.diagnostics) terminal.err(diagnosticLine(diagnostic));
    return EXIT.badInput;
  }
  let view: RunView | undefined;
  const kit = createLocalEngineKit((level, text) => {
    if (level !== 'debug') (view?.onRemark ?? terminal.err).call(view ?? terminal, `${level}: ${text}`);
  });
  try {
    const blueprint = withParameters(
      loaded.blueprint,
      withSubgraphs(loaded.blueprint, kit.catalog),
      options.set,
      process.cwd(),
    );
    const { to } = options;
    const { paths } = nodePaths(blueprint);
    if (to !== undefined && !paths.has(to)) {
      terminal.err(`error: There is no node "${to}". The nodes are: ${[...paths].join(', ')}.`);
      return EXIT.badInput;
    }
    const plan = kit.engine.plan(blueprint, kit.catalog, to);
    const included = new Set(plan.nodes);
    const errors = plan.diagnostics.filter(
      ({ severity, node }) => severity === 'error' && (node === undefined || included.has(node)),
    );
    if (errors.length > 0) {
      for (const diagnostic of errors) terminal.err(diagnosticLine(diagnostic));
      return EXIT.badInput;
    }

    if (!options.trust) {
      const refused = await untrusted(loaded.file, loaded.blueprint, blueprint, kit.catalog, plan.nodes);
      if (refused.length > 0) {
        for (const line of refused) terminal.err(line);
        return EXIT.badInput;
      }
    }

    const shown = viewFor(terminal, options.json);
    view = shown;
    const stopStatus = tellWhatLasts(kit, (text) => shown.onRemark(text));
    const run = kit.engine.run(blueprint, kit.catalog, {
      strategy: options.strategy,
      baseFolder: path.dirname(loaded.file),
      ...(to === undefined ? {} : { to }),
    });
    let endedBy: number | undefined;
    const end = (code: number) => {
      endedBy ??= code;
      run.cancel();
    };
    const stopInterrupts = onInterrupt(end);
    terminal.onClosed(() => end(EXIT.outputClosed));
    run.subscribe((event) => shown.onEvent(event));
    const state = await run.finished;
    shown.close();
    stopStatus();
    await kit.dispose();
    stopInterrupts();
    if (endedBy !== undefined) return endedBy;
    return state === 'done' ? EXIT.ok : EXIT.failed;
  } catch (thrown) {
    if (!(thrown instanceof AtomitonError)) throw thrown;
    const { message, hint } = thrown.data;
    terminal.err(`error: ${message}${hint === undefined ? '' : ` ${hint}`}`);
    return EXIT.badInput;
  } finally {
    await kit.dispose();
  }
}
