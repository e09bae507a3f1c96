import '@xyflow/react/dist/base.css';
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import { type MouseEvent, useCallback, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useKeyOf } from '../commands/useBindings';
import { levelKey } from '../document/levels';
import { addBend } from '../editor/bends';
import { useDocument, useEditor, useSession } from '../editor/EditorContext';
import { enterInstance } from '../editor/subgraphs';
import { GroupNode } from '../layout/GroupNode';
import { NoteNode } from '../layout/NoteNode';
import { messages } from '../messages';
import { EditorNode } from '../node/EditorNode';
import { ValueProbe } from '../results/probe/ValueProbe';
import { CanvasCrumb } from './CanvasCrumb';
import { CanvasMenu } from './CanvasMenu';
import { CanvasViewBinding } from './CanvasViewBinding';
import { ConnectionHint } from './ConnectionHint';
import { ConnectionLine } from './ConnectionLine';
import { select, takeEdgeChanges } from './canvas-store';
import { EditorEdge } from './EditorEdge';
import { EmptyCanvas } from './EmptyCanvas';
import { FarView } from './FarView';
import { MIN_ZOOM } from './fitting-viewport';
import type { FlowEdge } from './flow-model';
import { HelperLinesView } from './HelperLinesView';
import { type CanvasItem, parseFlowItemId } from './layout-items';
import { MiniMap } from './MiniMap';
import { MissingNodes } from './MissingNodes';
import { useBoxSelect } from './useBoxSelect';
import { useCanvasDrop } from './useCanvasDrop';
import { useConnecting } from './useConnecting';
import { useDrawn } from './useDrawn';
import { useFarPointer } from './useFarPointer';
import { useMoving } from './useMoving';
import { useStartViewport } from './useStartViewport';
import { ZoomControl } from './ZoomControl';

const NODE_TYPES = {
  'blueprint-node': EditorNode,
  'blueprint-group': GroupNode,
  'blueprint-note': NoteNode,
};
const EDGE_TYPES = { 'blueprint-edge': EditorEdge };
const MULTI_SELECT_KEYS = ['Control', 'Meta', 'Shift'];
const BOX_SELECT_KEYS = ['Shift', 'Control+Shift', 'Meta+Shift', 'Alt+Shift'];
const GRID_GAP = 20;
const SNAP_GRID: [number, number] = [GRID_GAP, GRID_GAP];
/** Above this many nodes those outside the view are left out; below it, leaving out costs more than it saves. */
const CULL_FROM = 150;

function Flow() {
  const editor = useEditor();
  const session = useSession();
  const root = useRef<HTMLDivElement>(null);
  const { nodes, edges, far } = useDrawn();
  const count = useStore(session.canvas, (state) => state.nodes.length);
  const empty = useStore(session.canvas, (state) => state.nodes.length + state.items.length === 0);
  const { judge, handlers } = useConnecting(root);
  const drop = useCanvasDrop();
  const viewport = useStartViewport();
  const settings = useStore(editor.settings, (all) => all.canvas);
  const panKey = useKeyOf('pan') ?? null;

  const moving = useMoving(root);
  const boxes = useBoxSelect();
  useFarPointer(root, far);
  const bendAt = useCallback(
    (event: MouseEvent, edge: FlowEdge) => {
      addBend(session, edge.id, editor.view?.toFlow({ x: event.clientX, y: event.clientY }));
    },
    [editor, session],
  );

  /** A click on one of several that are selected selects it alone; their drag does not. */
  const chooseOnly = useCallback(
    (event: MouseEvent, { id }: CanvasItem) => {
      const { selectedNodes, selectedItems } = session.canvas.getState();
      if (event.shiftKey || event.ctrlKey || event.metaKey || selectedNodes.length + selectedItems.length < 2)
        return;
      if (parseFlowItemId(id) === undefined) select(session.canvas, [id]);
      else select(session.canvas, [], [], [id]);
    },
    [session],
  );

  const onDoubleClick = useCallback(
    (event: MouseEvent) => {
      if (!(event.target instanceof Element) || event.target.closest('.react-flow__pane') === null) return;
      const node = event.target.closest('.react-flow__node');
      if (node !== null && event.target.closest('.node-header') !== null) {
        session.canvas.setState({ editing: node.getAttribute('data-id') ?? undefined });
      }
      if (node !== null || event.target.closest('.react-flow__edge') !== null) return;
      const screen = { x: event.clientX, y: event.clientY };
      if (editor.view !== undefined)
        editor.ui.setState({ nodeSearch: { screen, flow: editor.view.toFlow(screen) } });
    },
    [editor, session],
  );

  return (
    <CanvasMenu>
      <div
        ref={root}
        className="canvas"
        data-testid="canvas"
        data-connecting={judge !== undefined}
        onPointerDownCapture={boxes.onPointerDownCapture}
        {...drop}
      >
        <ReactFlow<CanvasItem, FlowEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          defaultViewport={viewport}
          {...moving.handlers}
          onEdgesChange={(changes) => takeEdgeChanges(session.canvas, changes)}
          onSelectionEnd={boxes.onSelectionEnd}
          onNodeClick={chooseOnly}
          onEdgeDoubleClick={bendAt}
          onEdgeClick={(event, edge) => {
            if (event.altKey) bendAt(event, edge);
          }}
          snapToGrid={settings.snap}
          snapGrid={SNAP_GRID}
          panActivationKeyCode={panKey}
          selectionKeyCode={BOX_SELECT_KEYS}
          onMoveEnd={(_event, moved) => session.canvas.setState({ viewport: moved })}
          onDoubleClick={onDoubleClick}
          onNodeDoubleClick={(_event, node) => enterInstance(session, node.id)}
          {...handlers}
          connectionLineComponent={ConnectionLine}
          connectionRadius={18}
          minZoom={MIN_ZOOM}
          maxZoom={3}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={MULTI_SELECT_KEYS}
          disableKeyboardA11y
          tabIndex={0}
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
          <HelperLinesView lines={moving.lines} />
        </ReactFlow>
        <div className="canvas-top">
          <CanvasCrumb />
          <MissingNodes />
        </div>
        {empty ? <EmptyCanvas /> : null}
        {settings.minimap && count > 0 ? <MiniMap /> : null}
        <ZoomControl />
        <ValueProbe />
      </div>
    </CanvasMenu>
  );
}

/** The drawing of the document in front; begun when its place is known, so that the first view fits it. */
export function Canvas() {
  const session = useSession();
  const level = useDocument((state) => state.level);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <div className="canvas-place" ref={setPlace}>
      {place === null ? null : (
        <ReactFlowProvider key={`${session.documentId} ${levelKey(level)}`}>
          <Flow />
        </ReactFlowProvider>
      )}
    </div>
  );
}
