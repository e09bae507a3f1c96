import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useEditor, useRun, useUi } from '../editor/EditorContext';
import { messages } from '../messages';
import { LogRow } from './LogRow';

const ROW = 20;

/** What nodes print and log, newest at the end; follows the end while it is in view. */
export function LogPanel() {
  const editor = useEditor();
  const only = useUi((state) => state.logNode);
  const version = useRun((view) => view.log.length + view.logDropped);
  const lines = useRun((view) => view.log);
  const dropped = useRun((view) => view.logDropped);
  const scroll = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  // biome-ignore lint: the array grows in place, the version tells
  const shown = useMemo(
    () => (only === undefined ? lines : lines.filter((line) => line.node === only)),
    [lines, version, only],
  );
  // biome-ignore lint: the array grows in place, the version tells
  const nodes = useMemo(() => [...new Set(lines.map((line) => line.node))].sort(), [lines, version]);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  useEffect(() => {
    if (following.current && shown.length > 0) rows.scrollToIndex(shown.length - 1, { align: 'end' });
  }, [rows, shown.length, version]);
  if (lines.length === 0) return <p className="panel-empty">{messages.panels.logEmpty}</p>;
  return (
    <div className="log">
      <div className="log-bar">
        <label htmlFor="log-node">{messages.panels.logFilter}</label>
        <div className="input input-select input-ui input-small">
          <select
            id="log-node"
            value={only ?? ''}
            onChange={(event) =>
              editor.ui.setState({ logNode: event.target.value === '' ? undefined : event.target.value })
            }
          >
            <option value="">{messages.panels.logAll}</option>
            {nodes.map((node) => (
              <option key={node}>{node}</option>
            ))}
          </select>
          <ChevronDown aria-hidden size={13} />
        </div>
        {dropped === 0 ? null : <span>{messages.panels.logDropped(dropped)}</span>}
      </div>
      <div
        ref={scroll}
        className="log-scroll"
        role="log"
        aria-label={messages.panels.log}
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          following.current = scrollHeight - scrollTop - clientHeight < 2 * ROW;
        }}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const line = shown[index];
            return line === undefined ? null : <LogRow key={line.number} line={line} top={start} />;
          })}
        </div>
      </div>
    </div>
  );
}
