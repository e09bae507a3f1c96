import type { ConnectionCheck } from '@atomiton/blueprint';
import { Command as Cmdk } from 'cmdk';
import fuzzysort from 'fuzzysort';
import { useEffect, useMemo, useRef, useState } from 'react';
import { acceptedEdge, createConnectionJudge, type PortEnd } from '../canvas/connecting';
import type { FlowNode } from '../canvas/flow-model';
import type { DocumentSession } from '../document/document-session';
import { useEditor, useUi } from '../editor/EditorContext';
import { activeSession, type Editor } from '../editor/editor';
import { connect } from '../editor/edits';
import { canvasMessages } from '../messages-canvas';

interface Candidate {
  key: string;
  text: string;
  from: string;
  to: string;
  replaces: boolean;
}

const MOST = 300;
/** Only so many of the other nodes, the nearest, are asked. */
const NEAREST = 400;
const WIDTH = 360;
const HEIGHT = 340;
const text = canvasMessages.connectPicker;

function titleOf({ data, id }: FlowNode): string {
  return data.node.name ?? data.definition?.name ?? id;
}

/** Every edge that may be drawn from or to the ports of a node, the nearest other nodes first. */
function candidatesOf(editor: Editor, session: DocumentSession, id: string): Candidate[] {
  const { nodes } = session.canvas.getState();
  const own = nodes.find((node) => node.id === id);
  if (own === undefined) return [];
  const { blueprint } = session.document.getState();
  const { catalog } = editor.app.getState();
  const distance = ({ position }: FlowNode): number =>
    (position.x - own.position.x) ** 2 + (position.y - own.position.y) ** 2;
  const others = nodes
    .filter((node) => node.id !== id)
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, NEAREST);
  const found: Candidate[] = [];
  for (const start of own.data.geometry.ports) {
    const end: PortEnd = { node: id, port: start.name, direction: start.direction };
    const judge = createConnectionJudge(blueprint, catalog, end);
    for (const other of others) {
      if (found.length >= MOST) return found;
      for (const port of other.data.geometry.ports) {
        if (port.direction === start.direction) continue;
        const far: PortEnd = { node: other.id, port: port.name, direction: port.direction };
        const check: ConnectionCheck = judge(far);
        const edge = acceptedEdge(end, far, check);
        if (edge === undefined || blueprint.edges[edge.to]?.from === edge.from) continue;
        const name = `${titleOf(other)}.${port.name}`;
        found.push({
          key: `${edge.from} ${edge.to}`,
          text: start.direction === 'output' ? text.to(start.name, name) : text.from(start.name, name),
          from: edge.from,
          to: edge.to,
          replaces: check.ok && check.replaces !== undefined,
        });
      }
    }
  }
  return found;
}

/** Draws an edge without the mouse: every edge that fits the selected node, to search and choose. */
export function ConnectPicker() {
  const node = useUi((state) => state.connectPicker);
  return node === undefined ? null : <Picker key={node} node={node} />;
}

function Picker({ node }: { node: string }) {
  const editor = useEditor();
  const session = activeSession(editor);
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const candidates = useMemo(
    () => (session === undefined ? [] : candidatesOf(editor, session, node)),
    [editor, session, node],
  );
  const found = useMemo(
    () =>
      query.trim() === ''
        ? candidates
        : fuzzysort.go(query.trim(), candidates, { key: 'text', threshold: 0.3 }).map(({ obj }) => obj),
    [candidates, query],
  );
  const close = (): void => {
    editor.ui.setState({ connectPicker: undefined });
    editor.view?.focusElement(node);
  };
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) {
        editor.ui.setState({ connectPicker: undefined });
      }
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, [editor]);
  const at = editor.view?.pointer() ?? { x: 0, y: 0 };
  const left = Math.max(8, Math.min(at.x, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(at.y, window.innerHeight - HEIGHT - 8));
  return (
    <div
      ref={box}
      className="node-search"
      data-testid="connect-picker"
      style={{ left, top, width: WIDTH }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <Cmdk shouldFilter={false} label={text.label} loop>
        <Cmdk.Input autoFocus value={query} onValueChange={setQuery} placeholder={text.placeholder} />
        <Cmdk.Empty>{text.none}</Cmdk.Empty>
        <Cmdk.List>
          {found.map((candidate) => (
            <Cmdk.Item
              key={candidate.key}
              value={candidate.key}
              data-edge={candidate.key}
              onSelect={() => {
                close();
                if (session !== undefined) connect(session, candidate.from, candidate.to);
              }}
            >
              <span>{candidate.text}</span>
              {candidate.replaces ? <span className="palette-more">{text.replaces}</span> : null}
            </Cmdk.Item>
          ))}
        </Cmdk.List>
      </Cmdk>
    </div>
  );
}
