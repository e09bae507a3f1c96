import path from 'node:path';
import type { Blueprint, Diagnostic } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { parseBlueprintFile } from '@atomiton/host';

/** A blueprint for the command line, or everything that is wrong with its file. */
export interface LoadedBlueprint {
  file: string;
  blueprint: Blueprint | undefined;
  diagnostics: Diagnostic[];
}

/** Reads a blueprint file. What the file system says becomes a diagnostic as well. */
export async function loadBlueprint(name: string): Promise<LoadedBlueprint> {
  const file = path.resolve(name);
  try {
    const parsed = await parseBlueprintFile(file);
    return {
      file,
      blueprint: parsed.ok ? parsed.blueprint : undefined,
      diagnostics: parsed.diagnostics,
    };
  } catch (thrown) {
    const { code, message, hint } = toErrorData(thrown);
    return {
      file,
      blueprint: undefined,
      diagnostics: [{ severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) }],
    };
  }
}

/** One line for each problem: `error csv.path: … (what to do)`. */
export function diagnosticLine({ severity, node, port, message, hint }: Diagnostic): string {
  const place = node === undefined ? '' : ` ${node}${port === undefined ? '' : `.${port}`}`;
  return `${severity}${place}: ${message}${hint === undefined ? '' : ` ${hint}`}`;
}
