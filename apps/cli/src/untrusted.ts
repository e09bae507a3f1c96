import path from 'node:path';
import type { Blueprint, Catalog, EffectKind, NodeRequest } from '@atomiton/contracts';
import { Trust, TrustStore } from '@atomiton/host';
import { dataFolder } from './folders.js';

const EFFECTS: Record<EffectKind, string> = {
  shell: 'runs a command',
  code: 'runs code',
  network: 'uses the network',
  'file-write': 'writes files',
  'outside-read': 'reads outside the folder of the blueprint',
};

function linesOf({ node, type, effects }: NodeRequest): string[] {
  return effects.map(({ kind, details }) => {
    const texts = details.map(({ label, text, cutChars, written }) => {
      const rest = cutChars === 0 ? '' : ` … and ${cutChars} more characters`;
      return `${label} ${text}${rest}${written === undefined ? '' : ` (${written})`}`;
    });
    return `  ${node} (${type}) ${EFFECTS[kind]}${texts.length === 0 ? '' : `: ${texts.join('; ')}`}`;
  });
}

/**
 * Why a blueprint must not run yet: the nodes with effects that the user has not allowed in the editor and did not set
 * on this command line. Empty when it may run.
 * @param file absolute
 * @param arrival the blueprint as the file has it; `blueprint` is what would run.
 */
export async function untrusted(
  file: string,
  arrival: Blueprint,
  blueprint: Blueprint,
  catalog: Catalog,
  nodes: readonly string[],
): Promise<string[]> {
  const trust = new Trust(catalog, await TrustStore.load(dataFolder()));
  const baseFolder = path.dirname(file);
  trust.begin(file, { blueprint: arrival, baseFolder });
  const request = await trust.check({ documentId: file, path: file, blueprint, baseFolder }, nodes);
  if (request.nodes.length === 0) return [];
  return [
    `error: ${file} is not trusted. It would do this:`,
    ...request.nodes.flatMap(linesOf),
    'Nothing was run. Allow it in the editor, which remembers it, or run it with --trust.',
  ];
}
