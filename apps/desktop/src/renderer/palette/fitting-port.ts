import { nextListTarget, sourcePort, targetPort } from '@atomiton/blueprint';
import {
  accepts,
  type Blueprint,
  type Catalog,
  type NodeDefinition,
  type PortType,
} from '@atomiton/contracts';

interface Wire {
  node: string;
  port: string;
  direction: 'input' | 'output';
}

/** The type of a port of the document, or undefined where its node type is not installed. */
export function portTypeOf(blueprint: Blueprint, catalog: Catalog, wire: Wire): PortType | undefined {
  const definition = catalog.get(blueprint.nodes[wire.node]?.type ?? '');
  if (definition === undefined) return undefined;
  const port =
    wire.direction === 'output' ? sourcePort(definition, wire.port) : targetPort(definition, wire.port);
  return port?.type;
}

/** Where an edge into this input ends: the input itself, or the next free item of a list. */
export function freeTarget(blueprint: Blueprint, catalog: Catalog, { node, port }: Wire): string {
  const definition = catalog.get(blueprint.nodes[node]?.type ?? '');
  const target = definition === undefined ? undefined : targetPort(definition, port);
  return target?.list === true ? nextListTarget(blueprint, node, port) : `${node}.${port}`;
}

/**
 * The port of a new node that an edge from a port of this type and direction would end at: an input before a
 * parameter, an exact type before one that merely fits.
 */
export function fittingPort(
  definition: NodeDefinition,
  type: PortType,
  direction: 'input' | 'output' | undefined,
): string | undefined {
  if (direction === 'input') {
    const fits = definition.outputs.filter((port) => accepts(port.type, type));
    return (fits.find((port) => port.type === type) ?? fits[0])?.name;
  }
  const inputs = definition.inputs
    .filter((port) => accepts(type, port.type))
    .map((port) => ({ name: port.list ? `${port.name}.0` : port.name, type: port.type }));
  const parameters = definition.parameters.filter((spec) => spec.connectable && accepts(type, spec.type));
  const fits = [...inputs, ...parameters];
  return (inputs.find((port) => port.type === type) ?? fits[0])?.name;
}
