import '@xyflow/react/dist/base.css';
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import { type MouseEvent, useCallback, useRef } from 'react';
import { useStore } from 'zustand';
import { useKeyOf } from '../commands/useBindings';
import { useEditor, useSession } from '../editor/EditorContext';
import { moveNodes } from '../editor/edits';
import { messages } from '../messages';
import { EditorNode } from '../node/EditorNode';
import { CanvasCrumb } from './CanvasCrumb';
import { CanvasViewBinding } from './CanvasViewBinding';
import { ConnectionHint } from './ConnectionHint';
import { ConnectionLine } from './ConnectionLine';
import { takeEdgeChanges, takeNodeChanges } from './canvas-store';
import { EditorEdge } from './EditorEdge';
import { EmptyCanvas } from './EmptyCanvas';
import { FarView } from './FarView';
import { nodeAt } from './far-view-drawing';
import { MIN_ZOOM } from './fitting-viewport';
import type { FlowEdge, FlowNode } from './flow-model';
import { MiniMap } from './MiniMap';
import { useCanvasDrop } from './useCanvasDrop';
import { useConnecting } from './useConnecting';
import { useElements } from './useElements';
import { useStartViewport } from './useStartViewport';
import { ZoomControl } from './ZoomControl';

const NODE_TYPES = { 'blueprint-node': EditorNode };
const EDGE_TYPES = { 'blueprint-edge': EditorEdge };
const MULTI_SELECT_KEYS = ['Control', 'Meta', 'Shift'];
const GRID_GAP = 20;
const SNAP_GRID: [number, number] = [GRID_GAP, GRID_GAP];
/** Above this many nodes those outside the view are left out; below it, leaving out costs more than it saves. */
const CULL_FROM = 150;

function Flow() {
  const editor = useEditor();
  const session = useSession();
  const root = useRef<HTMLDivElement>(null);
  const { nodes, edges, far } = useElements();
  const count = useStore(session.canvas, (state) => state.nodes.length);
  const { judge, handlers } = useConnecting(root);
  const drop = useCanvasDrop();
  const viewport = useStartViewport();
  const settings = useStore(editor.settings, (all) => all.canvas);
  const panKey = useKeyOf('pan') ?? null;

  const onDragStop = useCallback(
    (_event: unknown, _node: FlowNode, moved: FlowNode[]) =>
      moveNodes(session, new Map(moved.map((node) => [node.id, node.position]))),
    [session],
  );
  const onSelectionDragStop = useCallback(
    (_event: unknown, moved: FlowNode[]) =>
      moveNodes(session, new Map(moved.map((node) => [node.id, node.position]))),
    [session],
  );
  const onDoubleClick = useCallback(
    (event: MouseEvent) => {
      if (!(event.target instanceof Element) || event.target.closest('.react-flow__pane') === null) return;
      const screen = { x: event.clientX, y: event.clientY };
      if (editor.view !== undefined)
        editor.ui.setState({ nodeSearch: { screen, flow: editor.view.toFlow(screen) } });
    },
    [editor],
  );

  const goToBox = useCallback(
    (event: MouseEvent) => {
      const at = editor.view?.toFlow({ x: event.clientX, y: event.clientY });
      const box = at === undefined ? undefined : nodeAt(session.canvas.getState().nodes, at);
      if (box !== undefined) editor.view?.centre(box.id);
    },
    [editor, session],
  );

  return (
    <div ref={root} className="canvas" data-testid="canvas" data-connecting={judge !== undefined} {...drop}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        defaultViewport={viewport}
        onNodesChange={(changes) => takeNodeChanges(session.canvas, changes)}
        onEdgesChange={(changes) => takeEdgeChanges(session.canvas, changes)}
        onNodeDragStop={onDragStop}
        onSelectionDragStop={onSelectionDragStop}
        onMoveEnd={(_event, moved) => session.canvas.setState({ viewport: moved })}
        onDoubleClick={onDoubleClick}
        onPaneClick={far ? goToBox : undefined}
        {...handlers}
        connectionLineComponent={ConnectionLine}
        connectionRadius={18}
        minZoom={MIN_ZOOM}
        maxZoom={3}
        zoomOnDoubleClick={false}
        snapToGrid={settings.snap}
        snapGrid={SNAP_GRID}
        panActivationKeyCode={panKey}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={MULTI_SELECT_KEYS}
        disableKeyboardA11y
        onlyRenderVisibleElements={count > CULL_FROM}
        proOptions={{ hideAttribution: true }}
        aria-label={messages.canvas.label}
      >
        {settings.grid ? (
          <Background variant={BackgroundVariant.Dots} gap={GRID_GAP} size={2} color="var(--bg-grid)" />
        ) : null}
        {far ? <FarView /> : null}
        <CanvasViewBinding root={root} />
        <ConnectionHint judge={judge} />
      </ReactFlow>
      <CanvasCrumb />
      {count === 0 ? <EmptyCanvas /> : settings.minimap ? <MiniMap /> : null}
      <ZoomControl />
    </div>
  );
}

/** The drawing of the document in front. */
export function Canvas() {
  const session = useSession();
  return (
    <ReactFlowProvider key={session.documentId}>
      <Flow />
    </ReactFlowProvider>
  );
}
