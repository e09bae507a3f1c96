import type { InputPort, NodeDefinition, OutputPort, ParameterSpec, PortType } from '@atomiton/contracts';

/** Sizes in canvas pixels; tokens.css says the same to the style sheets. */
export const NODE_WIDTH = 216;
export const HEADER_HEIGHT = 34;
export const ROW_HEIGHT = 24;
export const FOOTER_HEIGHT = 24;
export const PORT_SIZE = 10;
const BORDER = 1;
const MAX_PROMINENT = 3;

/** One row of a node: an input and an output side by side, or a parameter with its value. */
export type NodeRow =
  | { kind: 'ports'; input: InputPort | undefined; output: OutputPort | undefined }
  | { kind: 'parameter'; spec: ParameterSpec; fed: boolean; exposed: boolean };

/** A port of the node's edge: what React Flow is told instead of measuring. `y` is the centre. */
export interface PortPlace {
  name: string;
  direction: 'input' | 'output';
  type: PortType;
  list: boolean;
  /** A port of a parameter that is drawn only while the pointer is over its node. */
  parameter: boolean;
  y: number;
}

export interface NodeGeometry {
  width: number;
  height: number;
  rows: NodeRow[];
  ports: PortPlace[];
  displayHeight: number;
  /** Only the header is drawn; all ports lie in its middle. */
  collapsed: boolean;
}

/** Names of ports that edges touch. */
export interface ConnectedPorts {
  inputs: ReadonlySet<string>;
  outputs: ReadonlySet<string>;
  /** Parameters whose ports are drawn though no edge feeds them. */
  exposed?: ReadonlySet<string>;
}

export const NO_PORTS: ConnectedPorts = { inputs: new Set(), outputs: new Set() };

function inputPort(name: string): InputPort {
  return { name, type: 'any', required: false, list: false, lazy: false };
}

/** Ports of a type that is not in the catalog: those that its edges name, so that nothing is lost from view. */
function guessedPorts(connected: ConnectedPorts): { inputs: InputPort[]; outputs: OutputPort[] } {
  return {
    inputs: [...connected.inputs].sort().map(inputPort),
    outputs: [...connected.outputs].sort().map((name) => ({ name, type: 'any', cacheable: true })),
  };
}

function portRows(inputs: InputPort[], outputs: OutputPort[]): NodeRow[] {
  return Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => ({
    kind: 'ports',
    input: inputs[row],
    output: outputs[row],
  }));
}

/** Parameters drawn on the node: up to three prominent ones, and those that an edge feeds or may feed by choice. */
function parameterRows(definition: NodeDefinition, connected: ConnectedPorts): NodeRow[] {
  let prominent = 0;
  return definition.parameters.flatMap((spec): NodeRow[] => {
    const fed = connected.inputs.has(spec.name);
    const shown = spec.prominent && prominent++ < MAX_PROMINENT;
    const exposed = connected.exposed?.has(spec.name) === true;
    return shown || fed || exposed ? [{ kind: 'parameter', spec, fed, exposed }] : [];
  });
}

/** Room for the result on the node itself; tables are read in the panels. */
function displayHeightOf(definition: NodeDefinition | undefined): number {
  switch (definition?.display) {
    case 'chart':
    case 'image':
      return 128;
    case 'value':
      // A node without inputs shows its value among its parameters already.
      if (definition.inputs.length === 0) return 0;
      return definition.outputs.some((port) => port.type === 'any') ? 104 : 56;
    default:
      return 0;
  }
}

function isList(type: PortType): boolean {
  return type.startsWith('list<');
}

/** Everything that decides a node's size and ports: its type and its edges, never its state. */
export function nodeGeometry(
  definition: NodeDefinition | undefined,
  connected: ConnectedPorts = NO_PORTS,
  collapsed = false,
): NodeGeometry {
  const { inputs, outputs } = definition ?? guessedPorts(connected);
  const rows = portRows(inputs, outputs);
  if (definition !== undefined) rows.push(...parameterRows(definition, connected));
  const ports = rows.flatMap((row, index): PortPlace[] => {
    const y = BORDER + HEADER_HEIGHT + index * ROW_HEIGHT + ROW_HEIGHT / 2;
    if (row.kind === 'parameter') {
      const { name, type, connectable } = row.spec;
      if (!connectable) return [];
      return [{ name, direction: 'input', type, list: isList(type), parameter: !row.exposed, y }];
    }
    const places: PortPlace[] = [];
    const { input, output } = row;
    if (input !== undefined) {
      const list = input.list || isList(input.type);
      places.push({ name: input.name, direction: 'input', type: input.type, list, parameter: false, y });
    }
    if (output !== undefined) {
      const { name, type } = output;
      places.push({ name, direction: 'output', type, list: isList(type), parameter: false, y });
    }
    return places;
  });
  if (collapsed) {
    const y = BORDER + HEADER_HEIGHT / 2;
    return {
      width: NODE_WIDTH,
      height: 2 * BORDER + HEADER_HEIGHT,
      rows: [],
      ports: ports.map((port) => ({ ...port, y })),
      displayHeight: 0,
      collapsed,
    };
  }
  const displayHeight = displayHeightOf(definition);
  return {
    width: NODE_WIDTH,
    height: 2 * BORDER + HEADER_HEIGHT + rows.length * ROW_HEIGHT + displayHeight + FOOTER_HEIGHT,
    rows,
    ports,
    displayHeight,
    collapsed,
  };
}
