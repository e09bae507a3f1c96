import { activeSession, type Editor } from '../../editor/editor';
import { choosePort, pinResult, type ResultSource } from '../result-store';
import { portsOf, sourceOfEdge } from './probe-source';

/** Where a port is on the screen, or the middle of the window where it is not drawn. */
export function placeOfPort(ref: string, direction: 'input' | 'output'): { x: number; y: number } {
  const port = document.querySelector(`[data-port="${CSS.escape(ref)}"][data-direction="${direction}"]`);
  const box = port?.getBoundingClientRect();
  if (box === undefined) return { x: window.innerWidth / 2, y: window.innerHeight / 2 };
  return { x: box.x + box.width / 2, y: box.y + box.height };
}

/** Shows the value at the selected edge, or at the first port of the selected node; it has the focus. */
export function showProbe(editor: Editor): void {
  const session = activeSession(editor);
  if (session === undefined) return;
  const { selectedNodes, selectedEdges } = session.canvas.getState();
  const { blueprint } = session.document.getState();
  const { documentId } = session;
  const [node] = selectedNodes;
  const [edge] = selectedEdges;
  if (node !== undefined) {
    const definition = editor.app.getState().catalog.get(blueprint.nodes[node]?.type ?? '');
    const port = portsOf(blueprint, node, definition)[0];
    if (port === undefined) return;
    const at = placeOfPort(port.ref, port.direction);
    editor.results.setState({ probe: { documentId, source: port.source, at, held: true } });
  } else if (edge !== undefined) {
    const source = sourceOfEdge(blueprint, edge);
    if (source === undefined) return;
    editor.results.setState({ probe: { documentId, source, at: placeOfPort(edge, 'input'), held: true } });
  }
}

/** Whether there is anything whose value could be shown. */
export function canProbe(editor: Editor): boolean {
  const canvas = activeSession(editor)?.canvas.getState();
  return canvas !== undefined && canvas.selectedNodes.length + canvas.selectedEdges.length === 1;
}

/** Opens a value in the panel at the bottom. */
export function openResult(editor: Editor, documentId: string, { node, port }: ResultSource): void {
  choosePort(editor.results, documentId, node, port);
  const selected = activeSession(editor)?.canvas.getState().selectedNodes;
  if (selected?.length !== 1 || selected[0] !== node) pinResult(editor.results, documentId, node);
  editor.results.setState({ probe: undefined });
  editor.ui.setState({ bottomTab: 'result', bottomOpen: true });
}
