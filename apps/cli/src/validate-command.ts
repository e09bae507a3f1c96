import { createLocalEngineKit, nodePaths } from '@atomiton/host';
import { EXIT } from './exit-codes.js';
import { diagnosticLine, loadBlueprint } from './load-blueprint.js';
import type { Terminal } from './terminal.js';

/** `atomiton validate FILE`: says everything that is wrong, without running. @returns the exit status. */
export async function validateCommand(name: string, json: boolean, terminal: Terminal): Promise<number> {
  const { file, blueprint, diagnostics } = await loadBlueprint(name);
  const kit = createLocalEngineKit(() => undefined);
  try {
    const names = blueprint === undefined ? undefined : nodePaths(blueprint);
    if (blueprint !== undefined && names !== undefined) {
      diagnostics.push(...kit.engine.validate(blueprint, kit.catalog).map(names.placed));
    }
    const isValid = blueprint !== undefined && !diagnostics.some(({ severity }) => severity === 'error');
    if (json) {
      terminal.out(JSON.stringify({ file, valid: isValid, diagnostics }, undefined, 2));
    } else {
      for (const diagnostic of diagnostics) terminal.err(diagnosticLine(diagnostic));
      if (isValid) {
        const nodes = names?.count ?? 0;
        terminal.out(`${file} is valid: ${nodes} node${nodes === 1 ? '' : 's'}`);
      }
    }
    return isValid ? EXIT.ok : EXIT.badInput;
  } finally {
    await kit.dispose();
  }
}
