import type { ValueSummary } from '@atomiton/contracts';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useApp, useDocument, useEditor, useNodeRun, useSession } from '../../editor/EditorContext';
import { resultMessages } from '../../messages-results';
import { formatAgo, formatSummary } from '../format';
import type { Probe } from '../result-store';
import { ProbeBody } from './ProbeBody';
import { portsOf } from './probe-source';
import { openResult, placeOfPort } from './show-probe';

const text = resultMessages.probe;
const WIDTH = 320;
const MOST_HEIGHT = 300;
const EDGE = 8;

function kindName(summary: ValueSummary | undefined): string {
  if (summary === undefined) return '';
  if (summary.kind !== 'json') return resultMessages.kinds[summary.kind];
  const type = typeof summary.json;
  if (type === 'number' || type === 'boolean') return resultMessages.kinds[type];
  return type === 'string' ? resultMessages.kinds.text : resultMessages.kinds.json;
}

/** The value of a port in short: what it is, how large, and how it begins. */
export function ProbeCard({ probe }: { probe: Probe }) {
  const editor = useEditor();
  const session = useSession();
  const card = useRef<HTMLDivElement>(null);
  const { source, at, held, documentId } = probe;
  const run = useNodeRun(source.node);
  const node = useDocument((state) => state.blueprint.nodes[source.node]);
  const definition = useApp((state) => state.catalog.get(node?.type ?? ''));
  const selected = useStore(session.canvas, (state) => state.selectedNodes[0]);
  const name = `${node?.name ?? definition?.name ?? source.node} · ${source.port}`;
  const summary = run?.outputs?.[source.port] ?? run?.previous?.outputs[source.port];
  const previous = run?.outputs?.[source.port] === undefined ? run?.previous : undefined;
  const close = (): void => {
    editor.results.setState({ probe: undefined });
    editor.view?.focus();
  };

  useEffect(() => {
    if (held) card.current?.focus();
  }, [held]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') openResult(editor, documentId, source);
    else if (event.key.startsWith('Arrow') && selected !== undefined) {
      const { blueprint } = session.document.getState();
      const catalog = editor.app.getState().catalog;
      const ports = portsOf(blueprint, selected, catalog.get(blueprint.nodes[selected]?.type ?? ''));
      const present = ports.findIndex(
        (port) => port.source.node === source.node && port.source.port === source.port,
      );
      const step = event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? ports.length - 1 : 1;
      const next = ports[(present + step) % Math.max(1, ports.length)];
      if (next !== undefined) {
        const place = placeOfPort(next.ref, next.direction);
        editor.results.setState({ probe: { ...probe, source: next.source, at: place } });
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const left = Math.max(EDGE, Math.min(at.x, window.innerWidth - WIDTH - EDGE));
  const below = at.y + MOST_HEIGHT < window.innerHeight;
  return (
    <div
      ref={card}
      className="probe"
      role={held ? 'dialog' : 'tooltip'}
      aria-label={text.label(name)}
      tabIndex={held ? 0 : undefined}
      data-testid="probe"
      style={{
        left,
        width: WIDTH,
        maxHeight: MOST_HEIGHT,
        ...(below ? { top: at.y } : { bottom: Math.max(EDGE, window.innerHeight - at.y + 24) }),
      }}
      onKeyDown={held ? onKeyDown : undefined}
      onBlur={(event) => {
        if (held && !event.currentTarget.contains(event.relatedTarget))
          editor.results.setState({ probe: undefined });
      }}
    >
      <div className="probe-header">
        <strong>{name}</strong>
        {summary === undefined ? null : (
          <span>
            {kindName(summary)} ·{' '}
            {summary.kind === 'table'
              ? `${formatSummary(summary)} × ${resultMessages.grid.columns(summary.columns.length)}`
              : formatSummary(summary)}
          </span>
        )}
        {previous === undefined || summary === undefined ? null : (
          <em>{resultMessages.previous(formatAgo(editor.now() - previous.finishedAtMs))}</em>
        )}
      </div>
      {summary === undefined ? <p className="result-note">{text.none}</p> : <ProbeBody summary={summary} />}
      {held && summary !== undefined ? (
        <div className="probe-footer">
          <button
            type="button"
            className="button button-quiet"
            onClick={() => openResult(editor, documentId, source)}
          >
            {text.open}
          </button>
          <span>{text.keys}</span>
        </div>
      ) : null}
    </div>
  );
}
