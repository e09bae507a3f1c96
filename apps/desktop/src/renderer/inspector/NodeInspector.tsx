import { Play } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useApp, useDocument, useEditor, useNodeRun, useRun } from '../editor/EditorContext';
import { startRun } from '../editor/runs';
import { messages } from '../messages';
import { LANGUAGES } from '../node/languages';
import { NodeStateView } from '../node/NodeStateView';
import { nodeIcon } from '../node/node-icons';
import { NodeSettings } from './NodeSettings';
import { OutputSection } from './OutputSection';
import { ParameterForm } from './ParameterForm';
import { traitsOf } from './traits';

/** Everything about one node. */
export function NodeInspector({ id }: { id: string }) {
  const editor = useEditor();
  const node = useDocument((state) => state.blueprint.nodes[id]);
  const definition = useApp((state) => state.catalog.get(node?.type ?? ''));
  const run = useNodeRun(id);
  const busy = useRun((view) => view.phase === 'running' || view.phase === 'starting');
  const problem = useDocument((state) => state.problems.get(id));
  const runtime = useApp((state) =>
    state.runtimes.find((status) => status.language === definition?.runtime.language),
  );
  if (node === undefined) return null;
  const Icon = nodeIcon(definition);
  return (
    <>
      <header className="inspector-header">
        <h1>
          <Icon aria-hidden size={17} strokeWidth={1.8} />
          <span className="inspector-title">{node.name ?? definition?.name ?? node.type}</span>
        </h1>
        <p>{definition?.description ?? messages.node.missingType}</p>
        <div className="chips">
          <button
            type="button"
            className="button chip-button"
            disabled={busy}
            onClick={() => void startRun(editor, id)}
          >
            <Play aria-hidden size={12} fill="currentColor" />
            {messages.inspector.runToHere}
          </button>
          <NodeStateView run={run} mode={node.mode} />
          {definition === undefined ? null : (
            <span className="chip">{LANGUAGES[definition.runtime.language].name}</span>
          )}
          {(definition === undefined ? [] : traitsOf(definition)).map((trait) => (
            <span className="chip" key={trait}>
              {trait}
            </span>
          ))}
        </div>
      </header>
      {problem === undefined ? null : <p className="inspector-problem">{problem}</p>}
      {runtime === undefined || runtime.state === 'ready' || runtime.message === undefined ? null : (
        <p className="inspector-problem">{runtime.message}</p>
      )}
      <Tabs.Root defaultValue="parameters" className="inspector-tabs">
        <Tabs.List className="tabs" aria-label={messages.inspector.label}>
          <Tabs.Trigger value="parameters">{messages.inspector.parameters}</Tabs.Trigger>
          <Tabs.Trigger value="output">{messages.inspector.output}</Tabs.Trigger>
          <Tabs.Trigger value="settings">{messages.inspector.settings}</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="parameters" className="inspector-body">
          <ParameterForm id={id} node={node} definition={definition} />
          <OutputSection id={id} compact />
        </Tabs.Content>
        <Tabs.Content value="output" className="inspector-body">
          <OutputSection id={id} />
        </Tabs.Content>
        <Tabs.Content value="settings" className="inspector-body">
          <NodeSettings id={id} node={node} definition={definition} />
        </Tabs.Content>
      </Tabs.Root>
    </>
  );
}
