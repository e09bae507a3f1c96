import { useStore } from 'zustand';
import { useApp, useDocument, useNodeRun, useSession } from '../editor/EditorContext';
import { messages } from '../messages';
import { formatSummary } from '../results/format';
import { ValueView } from '../results/ValueView';

/** The whole result of the selected node. */
export function ResultPanel() {
  const session = useSession();
  const node = useStore(session.canvas, (state) => state.selectedNodes[0]);
  return node === undefined ? (
    <p className="panel-empty">{messages.result.empty}</p>
  ) : (
    <NodeResult key={node} node={node} />
  );
}

function NodeResult({ node }: { node: string }) {
  const run = useNodeRun(node);
  const blueprintNode = useDocument((state) => state.blueprint.nodes[node]);
  const definition = useApp((state) => state.catalog.get(blueprintNode?.type ?? ''));
  const outputs = Object.entries(run?.outputs ?? run?.previous?.outputs ?? {});
  if (outputs.length === 0) return <p className="panel-empty">{messages.result.empty}</p>;
  return (
    <div className="result" data-testid="result">
      {outputs.map(([port, summary]) => (
        <section key={port} aria-label={port} className="result-port">
          <h3>
            {blueprintNode?.name ?? definition?.name ?? node} · {port} · {formatSummary(summary)}
            {run?.outputs === undefined ? ` · ${messages.node.previousShort}` : ''}
          </h3>
          <ValueView summary={summary} place="panel" />
        </section>
      ))}
    </div>
  );
}
