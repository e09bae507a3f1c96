import type { InputPort, NodeDefinition, OutputPort, ParameterSpec, PortType } from '@atomiton/contracts';

/** What an edge may end at: an input, or a parameter (they share one namespace). */
export type TargetPort =
  | { kind: 'input'; type: PortType; list: boolean; port: InputPort }
  | { kind: 'parameter'; type: PortType; list: false; connectable: boolean; parameter: ParameterSpec };

/** The input or parameter of that name, or undefined. */
export function targetPort(definition: NodeDefinition, name: string): TargetPort | undefined {
  const port = definition.inputs.find((candidate) => candidate.name === name);
  if (port !== undefined) return { kind: 'input', type: port.type, list: port.list, port };
  const parameter = definition.parameters.find((candidate) => candidate.name === name);
  if (parameter === undefined) return undefined;
  const { type, connectable } = parameter;
  return { kind: 'parameter', type, list: false, connectable, parameter };
}

/** The output of that name, or undefined. */
export function sourcePort(definition: NodeDefinition, name: string): OutputPort | undefined {
  return definition.outputs.find((candidate) => candidate.name === name);
}

/** `"table", "rows"`, or `none`. */
export function nameList(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, 12).map((name) => `"${name}"`);
  return names.length > 12 ? `${shown.join(', ')} and ${names.length - 12} more` : shown.join(', ');
}

/** The names of everything an edge may end at. */
export function targetNames(definition: NodeDefinition): string[] {
  return [
    ...definition.inputs.map((port) => port.name),
    ...definition.parameters.filter((parameter) => parameter.connectable).map((parameter) => parameter.name),
  ];
}
