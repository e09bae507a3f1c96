import { type ConnectionCheck, disconnectEdge } from '@atomiton/blueprint';
import type { Connection, Edge, FinalConnectionState, OnConnectStart } from '@xyflow/react';
import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { useEditor, useSession } from '../editor/EditorContext';
import { connect } from '../editor/edits';
import { messages } from '../messages';
import { acceptedEdge, createConnectionJudge, firstFit, type PortEnd } from './connecting';
import type { FlowEdge } from './flow-model';

type Judge = (end: PortEnd) => ConnectionCheck;

/** Dims the ports that would refuse the edge: set on the elements themselves, so that no node is drawn again. */
function markPorts(root: HTMLElement | null, judge: Judge | undefined): void {
  for (const element of root?.querySelectorAll<HTMLElement>('.port') ?? []) {
    const [node, port] = (element.dataset.port ?? '').split('.');
    if (judge === undefined || node === undefined || port === undefined) {
      delete element.dataset.fits;
      continue;
    }
    if (element.classList.contains('connectingfrom')) continue;
    const direction = element.dataset.direction === 'output' ? 'output' : 'input';
    element.dataset.fits = judge({ node, port, direction }).ok ? 'yes' : 'no';
  }
}

function ends(connection: Connection | Edge): { source: PortEnd; target: PortEnd } {
  return {
    source: { node: connection.source, port: connection.sourceHandle ?? '', direction: 'output' },
    target: { node: connection.target, port: connection.targetHandle ?? '', direction: 'input' },
  };
}

/** Everything around drawing an edge with the mouse. */
export function useConnecting(root: RefObject<HTMLElement | null>) {
  const editor = useEditor();
  const session = useSession();
  const [judge, setJudge] = useState<Judge | undefined>(undefined);
  const start = useRef<PortEnd | undefined>(undefined);
  const current = useRef<Judge | undefined>(undefined);
  /** The edge whose end is being dragged. */
  const taken = useRef<FlowEdge | undefined>(undefined);

  const judgeFrom = useCallback(
    (from: PortEnd): Judge =>
      createConnectionJudge(session.document.getState().blueprint, editor.app.getState().catalog, from),
    [editor, session],
  );

  const onConnectStart = useCallback<OnConnectStart>(
    (_event, { nodeId, handleId, handleType }) => {
      if (nodeId === null || handleId === null) return;
      start.current = {
        node: nodeId,
        port: handleId,
        direction: handleType === 'source' ? 'output' : 'input',
      };
      const next = judgeFrom(start.current);
      current.current = next;
      setJudge(() => next);
      markPorts(root.current, next);
    },
    [judgeFrom, root],
  );

  const isValidConnection = useCallback(
    (connection: Connection | Edge) => {
      const { source, target } = ends(connection);
      if (current.current === undefined) return judgeFrom(source)(target).ok;
      return current.current(start.current?.direction === 'input' ? source : target).ok;
    },
    [judgeFrom],
  );

  const onConnect = useCallback(
    (connection: Connection) => {
      const { source, target } = ends(connection);
      const edge = acceptedEdge(source, target, judgeFrom(source)(target));
      if (edge !== undefined) connect(session, edge.from, edge.to);
    },
    [judgeFrom, session],
  );

  /** Leads an edge elsewhere, taking away what fed that input. */
  const reconnect = useCallback(
    (old: string, from: string, to: string) => {
      const { blueprint } = session.document.getState();
      if (to === old && blueprint.edges[old]?.from === from) return;
      const replaced = to !== old && Object.hasOwn(blueprint.edges, to);
      session.edit(messages.edits.connect, [
        ...disconnectEdge(blueprint, old),
        ...(replaced ? disconnectEdge(blueprint, to) : []),
        { op: 'connect', to, edge: { ...blueprint.edges[old], from } },
      ]);
    },
    [session],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const old = taken.current;
      taken.current = undefined;
      const from = start.current;
      const judgeNow = current.current;
      start.current = undefined;
      current.current = undefined;
      setJudge(undefined);
      markPorts(root.current, undefined);
      if (from === undefined || judgeNow === undefined || state.toHandle !== null) return;
      if (!(event instanceof MouseEvent) || !(event.target instanceof Element)) return;
      const overNode = event.target.closest<HTMLElement>('.node')?.dataset.nodeId;
      if (overNode !== undefined && overNode !== from.node) {
        const node = session.canvas.getState().nodes.find((candidate) => candidate.id === overNode);
        const fit = firstFit(node?.data.geometry.ports ?? [], overNode, judgeNow);
        const edge = fit === undefined ? undefined : acceptedEdge(from, fit.end, fit.check);
        if (edge !== undefined && old !== undefined) reconnect(old.id, edge.from, edge.to);
        else if (edge !== undefined) connect(session, edge.from, edge.to);
        return;
      }
      if (event.target.closest('.react-flow__pane') === null || editor.view === undefined) return;
      if (old !== undefined) {
        const { blueprint } = session.document.getState();
        session.edit(messages.edits.disconnect, disconnectEdge(blueprint, old.id));
        return;
      }
      const screen = { x: event.clientX, y: event.clientY };
      editor.ui.setState({ nodeSearch: { screen, flow: editor.view.toFlow(screen), wire: from } });
    },
    [editor, session, root, reconnect],
  );

  const onReconnectStart = useCallback((_event: unknown, edge: FlowEdge) => {
    taken.current = edge;
  }, []);

  const onReconnect = useCallback(
    (old: FlowEdge, connection: Connection) => {
      const { source, target } = ends(connection);
      const edge = acceptedEdge(source, target, judgeFrom(source)(target));
      if (edge !== undefined) reconnect(old.id, edge.from, edge.to);
    },
    [judgeFrom, reconnect],
  );

  return useMemo(
    () => ({
      judge,
      handlers: { onConnectStart, isValidConnection, onConnect, onConnectEnd, onReconnectStart, onReconnect },
    }),
    [judge, onConnectStart, isValidConnection, onConnect, onConnectEnd, onReconnectStart, onReconnect],
  );
}
