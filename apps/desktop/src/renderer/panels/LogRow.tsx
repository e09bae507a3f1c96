import { memo } from 'react';
import { shownText } from '../document/shown-text';
import { useEditor } from '../editor/EditorContext';
import { goToNode } from '../editor/subgraphs';
import { formatDuration } from '../results/format';
import type { LogLine } from '../stores/run-state';

/** One line of the log: when, who, what. */
export const LogRow = memo(function LogRow({ line, top }: { line: LogLine; top: number }) {
  const editor = useEditor();
  return (
    <div className="log-row" data-level={line.level} style={{ transform: `translateY(${String(top)}px)` }}>
      <span className="log-time">{formatDuration(line.at)}</span>
      <button type="button" className="log-node" onClick={() => goToNode(editor, line.node)}>
        {shownText(line.node)}
      </button>
      <span className="log-text" title={shownText(line.text)}>
        {shownText(line.text)}
      </span>
    </div>
  );
});
