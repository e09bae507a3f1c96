import { ChevronDown } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useDocument, useEditor, useRun, useUi } from '../editor/EditorContext';
import { messages } from '../messages';
import type { BottomTab } from '../stores/ui-store';
import { LogPanel } from './LogPanel';
import { ProblemsPanel } from './ProblemsPanel';
import { ResultPanel } from './ResultPanel';
import { Timeline } from './Timeline';

const TABS: readonly BottomTab[] = ['timeline', 'problems', 'log', 'result'];

/** What happened: timeline, problems, log, and the result of the selected node. */
export function BottomPanel() {
  const editor = useEditor();
  const tab = useUi((state) => state.bottomTab);
  const diagnostics = useDocument((state) => state.diagnostics.length);
  const errors = useDocument((state) => state.problems.size);
  const failed = useRun(
    (view) => view.counts.failed + (view.error === undefined || view.error.node !== undefined ? 0 : 1),
  );
  const lines = useRun((view) => view.log.length + view.logDropped);
  const counts: Record<BottomTab, number> = {
    timeline: 0,
    problems: diagnostics + failed,
    log: lines,
    result: 0,
  };
  return (
    <Tabs.Root
      className="bottom"
      role="region"
      aria-label={messages.panels.label}
      value={tab}
      onValueChange={(value) =>
        editor.ui.setState({ bottomTab: TABS.find((name) => name === value) ?? 'timeline' })
      }
    >
      <div className="bottom-bar">
        <Tabs.List className="tabs" aria-label={messages.panels.label}>
          {TABS.map((name) => (
            <Tabs.Trigger key={name} value={name}>
              {messages.panels[name]}
              {counts[name] === 0 ? null : (
                <span className="tab-count" data-error={name === 'problems' && errors + failed > 0}>
                  {counts[name]}
                </span>
              )}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <button
          type="button"
          className="icon-button"
          aria-label={messages.panels.toggle}
          onClick={() => editor.ui.setState({ bottomOpen: false })}
        >
          <ChevronDown aria-hidden size={15} />
        </button>
      </div>
      <Tabs.Content value="timeline" className="bottom-body">
        <Timeline />
      </Tabs.Content>
      <Tabs.Content value="problems" className="bottom-body">
        <ProblemsPanel />
      </Tabs.Content>
      <Tabs.Content value="log" className="bottom-body">
        <LogPanel />
      </Tabs.Content>
      <Tabs.Content value="result" className="bottom-body">
        <ResultPanel />
      </Tabs.Content>
    </Tabs.Root>
  );
}
