import '../zod-config';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '../tokens.css';
import '../styles/index.css';
import './states.css';
import { createBridgeClient, NODE_STATES, type NodeMode, type NodeState } from '@atomiton/contracts';
import { createRoot } from 'react-dom/client';
import { createMemoryCarrier } from '../bridge/memory-carrier';
import { EditorProvider } from '../editor/EditorContext';
import { createEditor } from '../editor/editor';
import { NodeCard } from '../node/NodeCard';
import { footerText } from '../node/node-footer';
import { nodeGeometry } from '../node/node-geometry';
import { createFrameScheduler } from '../stores/frame-scheduler';
import type { NodeRun } from '../stores/run-state';
import { DEMO_CATALOG } from './demo-catalog';
import { createMemoryHost } from './memory-host';

const EXTRA: Partial<Record<NodeState, Partial<NodeRun>>> = {
  running: { fraction: 0.62, message: '1.2 of 2.0 GB', elapsedMs: 900 },
  retrying: { message: 'try 2 of 3 in 1 s' },
  done: { durationMs: 0.4, sizeBytes: 48_213 },
  cached: { durationMs: 0, sizeBytes: 48_213 },
  failed: {
    durationMs: 320,
    error: {
      kind: 'runtime',
      code: 'empty',
      message: 'Row 17: text is empty.',
      hint: 'Filter empty rows, or set “on empty” to skip.',
    },
  },
  blocked: { blockedBy: 'ML inference' },
};
const definition = DEMO_CATALOG[1];
const geometry = nodeGeometry(definition);

function Story({ state, mode, selected = false }: { state: NodeState; mode: NodeMode; selected?: boolean }) {
  const run: NodeRun = { state, ...EXTRA[state] };
  return (
    <NodeCard
      id={`${state}_${mode}`}
      node={{
        type: 'core/large-csv',
        typeVersion: 1,
        mode,
        name: mode === 'active' ? (selected ? 'selected' : state) : mode,
        parameters: { groupBy: ['city'], aggregate: 'mean(price)' },
      }}
      definition={definition}
      geometry={geometry}
      run={run}
      selected={selected}
      problem={undefined}
      footer={footerText(run, 0, (id) => id)}
    />
  );
}

function Stories() {
  return ['dark', 'light'].map((theme) => (
    <div key={theme} data-theme={theme} className="stories">
      {NODE_STATES.map((state) => (
        <Story key={state} state={state} mode="active" />
      ))}
      <Story state="idle" mode="muted" />
      <Story state="idle" mode="bypassed" />
      <Story state="idle" mode="active" selected />
    </div>
  ));
}

const carrier = createMemoryCarrier((notify) => createMemoryHost(notify).handlers);
const editor = createEditor({ client: createBridgeClient(carrier), frames: createFrameScheduler() });
const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <EditorProvider editor={editor}>
      <Stories />
    </EditorProvider>,
  );
}
