import '@xyflow/react/dist/style.css';
import './page.css';
import {
  Background,
  type Edge,
  Handle,
  MiniMap,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  type ReactFlowInstance,
  useEdgesState,
  useNodesState,
} from '@xyflow/react';
import { memo, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

type Card = Node<{ title: string; state: string }, 'card'>;

/** What the benchmark calls. */
export interface Scene {
  /** Draws a grid of `count` nodes. */
  open(count: number): void;
  fit(): void;
  /** Sets the state of one node by `setNodes`, as the documentation shows it. */
  event(index: number, state: string): void;
}

declare global {
  interface Window {
    scene?: Scene;
  }
}

const WIDTH = 216;
const HEIGHT = 180;
const HANDLE = 10;
/** With everything that React Flow's documentation advises for large graphs, or as its first example. */
const advised = new URLSearchParams(window.location.search).get('variant') === 'advised';

function PlainCard({ data }: NodeProps<Card>) {
  return (
    <div className="card">
      <header>
        <strong>{data.title}</strong>
        <span>{data.state}</span>
      </header>
      <div className="row">
        <Handle type="target" position={Position.Left} id="value" />
        <span>value</span>
        <span>value</span>
        <Handle type="source" position={Position.Right} id="value" />
      </div>
      <div className="row">
        <span>no value yet</span>
      </div>
      <footer>
        <span>TS</span>
      </footer>
    </div>
  );
}
const MemoCard = memo(PlainCard);
const NODE_TYPES = { card: advised ? MemoCard : PlainCard };

function grid(count: number): { nodes: Card[]; edges: Edge[] } {
  const nodes: Card[] = [];
  const edges: Edge[] = [];
  const columns = Math.ceil(Math.sqrt(count));
  for (let index = 0; index < count; index++) {
    const column = index % columns;
    const node: Card = {
      id: `node_${index}`,
      type: 'card',
      position: { x: column * 280, y: Math.floor(index / columns) * 240 },
      data: { title: `Preview ${index}`, state: 'idle' },
    };
    if (advised) {
      const handle = { id: 'value', y: 44, width: HANDLE, height: HANDLE };
      Object.assign(node, {
        width: WIDTH,
        height: HEIGHT,
        measured: { width: WIDTH, height: HEIGHT },
        handles: [
          { ...handle, type: 'target', position: Position.Left, x: -HANDLE / 2 },
          { ...handle, type: 'source', position: Position.Right, x: WIDTH - HANDLE / 2 },
        ],
      });
    }
    nodes.push(node);
    if (column > 0) edges.push({ id: `e${index}`, source: `node_${index - 1}`, target: node.id });
  }
  return { nodes, edges };
}

function Page() {
  const [nodes, setNodes, onNodesChange] = useNodesState<Card>([]);
  const [edges, setEdges, onEdgesChange] = useEdgesState<Edge>([]);
  const [flow, setFlow] = useState<ReactFlowInstance<Card, Edge>>();
  useEffect(() => {
    if (flow === undefined) return;
    window.scene = {
      open(count) {
        const made = grid(count);
        setNodes(made.nodes);
        setEdges(made.edges);
      },
      fit: () => void flow.fitView({ minZoom: 0.01 }),
      event(index, state) {
        const id = `node_${index}`;
        setNodes((all) =>
          all.map((node) => (node.id === id ? { ...node, data: { ...node.data, state } } : node)),
        );
      },
    };
  }, [flow, setNodes, setEdges]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      nodeTypes={NODE_TYPES}
      onInit={setFlow}
      minZoom={0.01}
      onlyRenderVisibleElements={advised}
    >
      <Background />
      <MiniMap />
    </ReactFlow>
  );
}

const root = document.querySelector('#root');
if (root !== null) createRoot(root).render(<Page />);
