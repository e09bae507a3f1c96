import ELK, { type ElkNode, type ElkPort } from 'elkjs/lib/elk-api.js';
import workerAddress from 'elkjs/lib/elk-worker.min.js?url';
import { GROUP_HEADER } from '../canvas/layout-items';

/** Upper left corner and size, in canvas units. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is to be arranged. */
export interface ArrangeRequest {
  nodes: (Box & { id: string; ports: { name: string; direction: 'input' | 'output'; y: number }[] })[];
  edges: { id: string; source: string; sourcePort: string; target: string; targetPort: string }[];
  groups: { id: string; members: string[] }[];
}

const GROUP = 'group:';
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.spacing.nodeNode': '40',
  'elk.spacing.componentComponent': '60',
  'elk.layered.spacing.nodeNodeBetweenLayers': '72',
  'elk.layered.spacing.edgeNodeBetweenLayers': '24',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};
const GROUP_OPTIONS = {
  ...OPTIONS,
  'elk.padding': `[top=${String(GROUP_HEADER + 24)},left=24,bottom=24,right=24]`,
};

function portId(node: string, direction: 'input' | 'output', name: string): string {
  return `${node} ${direction} ${name}`;
}

function elkNode({ id, x, y, width, height, ports }: ArrangeRequest['nodes'][number]): ElkNode {
  return {
    id,
    x,
    y,
    width,
    height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: ports.map(
      (port): ElkPort => ({
        id: portId(id, port.direction, port.name),
        width: 0,
        height: 0,
        x: port.direction === 'input' ? 0 : width,
        y: port.y,
        layoutOptions: { 'elk.port.side': port.direction === 'input' ? 'WEST' : 'EAST' },
      }),
    ),
  };
}

function elkGraph({ nodes, edges, groups }: ArrangeRequest): ElkNode {
  const made = new Map(nodes.map((node) => [node.id, elkNode(node)]));
  const known = new Set([...made.values()].flatMap((node) => node.ports?.map((port) => port.id) ?? []));
  const end = (node: string, direction: 'input' | 'output', name: string): string => {
    const id = portId(node, direction, name);
    return known.has(id) ? id : node;
  };
  const inside = new Set(groups.flatMap((group) => group.members));
  return {
    id: 'root',
    layoutOptions: OPTIONS,
    children: [
      ...groups.map((group) => ({
        id: `${GROUP}${group.id}`,
        layoutOptions: GROUP_OPTIONS,
        children: group.members.flatMap((member) => made.get(member) ?? []),
      })),
      ...[...made.values()].filter((node) => !inside.has(node.id)),
    ],
    edges: edges.map((edge) => ({
      id: edge.id,
      sources: [end(edge.source, 'output', edge.sourcePort)],
      targets: [end(edge.target, 'input', edge.targetPort)],
    })),
  };
}

/**
 * Places from left to right along the edges, ports and groups considered: the layered algorithm of Sugiyama as elkjs
 * has it, in a worker that lives as long as it computes. Rejects where the graph cannot be laid out.
 */
export async function arrangedBoxes(
  request: ArrangeRequest,
): Promise<{ nodes: Map<string, Box>; groups: Map<string, Box> }> {
  const elk = new ELK({ workerUrl: workerAddress });
  try {
    const { children = [] } = await elk.layout(elkGraph(request));
    const nodes = new Map<string, Box>();
    const groups = new Map<string, Box>();
    const box = ({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Box => ({ x, y, width, height });
    for (const child of children) {
      if (!child.id.startsWith(GROUP)) {
        nodes.set(child.id, box(child));
        continue;
      }
      groups.set(child.id.slice(GROUP.length), box(child));
      for (const member of child.children ?? []) {
        const { x, y, ...size } = box(member);
        nodes.set(member.id, { x: x + (child.x ?? 0), y: y + (child.y ?? 0), ...size });
      }
    }
    return { nodes, groups };
  } finally {
    elk.terminateWorker();
  }
}
