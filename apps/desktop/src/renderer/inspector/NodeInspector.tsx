import type { ParameterSpec } from '@atomiton/contracts';
import { Tabs } from 'radix-ui';
import { useMemo } from 'react';
import { useApp, useDocument } from '../editor/EditorContext';
import { messages } from '../messages';
import { DocsSection } from './DocsSection';
import { NodeHeader } from './NodeHeader';
import { OtherKeys } from './OtherKeys';
import { OutputSection } from './OutputSection';
import { ParameterForm } from './ParameterForm';
import { PolicyForm } from './PolicyForm';
import { SubgraphSection } from './SubgraphSection';
import { WritableFields } from './WritableFields';

export type InspectorTab = 'parameters' | 'output' | 'policy' | 'docs';
const TABS = ['parameters', 'output', 'policy', 'docs'] as const;
const NO_SPECS: readonly ParameterSpec[] = [];

interface NodeInspectorProps {
  id: string;
  tab: InspectorTab;
  onTab: (tab: InspectorTab) => void;
}

/** Everything about one node. */
export function NodeInspector({ id, tab, onTab }: NodeInspectorProps) {
  const type = useDocument((state) => state.blueprint.nodes[id]?.type);
  const typeVersion = useDocument((state) => state.blueprint.nodes[id]?.typeVersion);
  const mode = useDocument((state) => state.blueprint.nodes[id]?.mode);
  const definition = useApp((state) => state.catalog.get(type ?? ''));
  const ids = useMemo((): readonly [string] => [id], [id]);
  if (type === undefined || mode === undefined) return null;
  return (
    <>
      <NodeHeader
        ids={ids}
        type={type}
        mode={mode}
        definition={definition}
        fieldsShown={tab === 'parameters'}
      />
      <SubgraphSection id={id} />
      <Tabs.Root
        value={tab}
        onValueChange={(next) => onTab(TABS.find((known) => known === next) ?? 'parameters')}
        className="inspector-tabs"
      >
        <Tabs.List className="tabs" aria-label={messages.inspector.label}>
          {TABS.map((name) => (
            <Tabs.Trigger key={name} value={name}>
              {messages.inspector[name]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="parameters" className="inspector-body">
          <WritableFields>
            <ParameterForm
              ids={ids}
              specs={definition?.parameters ?? NO_SPECS}
              none={messages.inspector.noParameters}
            />
          </WritableFields>
          <OtherKeys id={id} />
          <OutputSection id={id} compact />
        </Tabs.Content>
        <Tabs.Content value="output" className="inspector-body">
          <OutputSection id={id} />
        </Tabs.Content>
        <Tabs.Content value="policy" className="inspector-body">
          <WritableFields>
            <PolicyForm ids={ids} timeoutMs={definition?.timeoutMs} />
          </WritableFields>
        </Tabs.Content>
        <Tabs.Content value="docs" className="inspector-body">
          <DocsSection id={id} type={type} typeVersion={typeVersion} definition={definition} />
        </Tabs.Content>
      </Tabs.Root>
    </>
  );
}
