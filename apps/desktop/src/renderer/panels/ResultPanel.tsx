import { Pin, PinOff } from 'lucide-react';
import { useStore } from 'zustand';
import { levelKey, runPrefix } from '../document/levels';
import { useApp, useDocument, useEditor, useNodeRun, useSession } from '../editor/EditorContext';
import { IconButton } from '../frame/IconButton';
import { resultMessages } from '../messages-results';
import { formatAgo, formatSummary } from '../results/format';
import { choosePort, pinResult, portKey } from '../results/result-store';
import { ValueView } from '../results/ValueView';

/** The whole result of the selected node, or of the one that it is pinned to. */
export function ResultPanel() {
  const editor = useEditor();
  const session = useSession();
  const selected = useStore(session.canvas, (state) => state.selectedNodes[0]);
  const pin = useStore(editor.results, (state) => state.pins[session.documentId]);
  const pinned = useDocument((state) => pin !== undefined && state.blueprint.nodes[pin] !== undefined);
  const node = pinned ? pin : selected;
  return node === undefined ? (
    <p className="panel-empty">{resultMessages.empty}</p>
  ) : (
    <NodeResult key={`${session.documentId} ${node}`} node={node} pinned={pinned} />
  );
}

function NodeResult({ node, pinned }: { node: string; pinned: boolean }) {
  const editor = useEditor();
  const { documentId } = useSession();
  const path = useDocument(({ level }) => `${runPrefix(level) ?? levelKey(level)}${node}`);
  const run = useNodeRun(node);
  const blueprintNode = useDocument((state) => state.blueprint.nodes[node]);
  const definition = useApp((state) => state.catalog.get(blueprintNode?.type ?? ''));
  const chosen = useStore(editor.results, (state) => state.ports[portKey(documentId, node)]);
  const outputs = run?.outputs ?? run?.previous?.outputs ?? {};
  const ports = Object.keys(outputs);
  const port = chosen !== undefined && ports.includes(chosen) ? chosen : ports[0];
  const summary = port === undefined ? undefined : outputs[port];
  const name = blueprintNode?.name ?? definition?.name ?? node;
  const previous = run?.outputs === undefined ? run?.previous : undefined;
  return (
    <div className="result" data-testid="result" data-previous={previous !== undefined}>
      <div className="result-bar">
        <h3 className="result-title">
          {name}
          {port === undefined || summary === undefined ? '' : ` · ${port} · ${formatSummary(summary)}`}
        </h3>
        {previous === undefined ? null : (
          <span className="result-previous">
            {resultMessages.previous(formatAgo(editor.now() - previous.finishedAtMs))}
          </span>
        )}
        {ports.length > 1 ? (
          <div className="port-picker" role="radiogroup" aria-label={resultMessages.port}>
            {ports.map((one) => (
              <button
                key={one}
                type="button"
                role="radio"
                aria-checked={one === port}
                onClick={() => choosePort(editor.results, documentId, node, one)}
              >
                {one}
              </button>
            ))}
          </div>
        ) : null}
        <span className="grid-toolbar-space" />
        <IconButton
          label={pinned ? resultMessages.unpin : resultMessages.pin(name)}
          pressed={pinned}
          onClick={() => pinResult(editor.results, documentId, pinned ? undefined : node)}
        >
          {pinned ? <PinOff aria-hidden size={14} /> : <Pin aria-hidden size={14} />}
        </IconButton>
      </div>
      {summary === undefined ? (
        <p className="panel-empty">{resultMessages.noResult}</p>
      ) : (
        <div className="result-port">
          <ValueView
            key={`${port} ${summary.kind}`}
            summary={summary}
            place="panel"
            name={`${name} ${port}`}
            of={`${path} ${port}`}
          />
        </div>
      )}
    </div>
  );
}
