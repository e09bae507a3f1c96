import type { NodeDefinition } from '@atomiton/contracts';
import { createLocalEngineKit } from '@atomiton/host';
import { EXIT } from './exit-codes.js';
import type { Terminal } from './terminal.js';

function ports(list: readonly { name: string; type: string }[]): string {
  return list.length === 0 ? '–' : list.map(({ name, type }) => `${name}: ${type}`).join(', ');
}

function describe({
  type,
  name,
  runtime,
  description,
  inputs,
  outputs,
  parameters,
}: NodeDefinition): string[] {
  const lines = [
    `${type}  ${name} (${runtime.language})`,
    `  ${description}`,
    `  in   ${ports(inputs)}`,
    `  out  ${ports(outputs)}`,
  ];
  for (const parameter of parameters) {
    const choices = parameter.choices?.map(({ value }) => JSON.stringify(value)).join(' | ');
    const kind = choices ?? parameter.type;
    const fallback = parameter.required ? 'required' : `default ${JSON.stringify(parameter.default)}`;
    lines.push(`  --set NODE.${parameter.name}=…  ${kind}, ${fallback}`);
  }
  return lines;
}

/** `atomiton nodes`: every node type there is. @returns the exit status. */
export async function nodesCommand(json: boolean, terminal: Terminal): Promise<number> {
  const kit = createLocalEngineKit(() => undefined);
  try {
    const definitions = [...kit.catalog.values()].sort((one, other) => (one.type < other.type ? -1 : 1));
    if (json) terminal.out(JSON.stringify(definitions, undefined, 2));
    else terminal.out(definitions.map((definition) => describe(definition).join('\n')).join('\n\n'));
    return EXIT.ok;
  } finally {
    await kit.dispose();
  }
}
