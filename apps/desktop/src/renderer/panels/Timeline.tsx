import { useEffect, useState } from 'react';
import { nodeAtPath } from '../document/levels';
import { shownText } from '../document/shown-text';
import { useDocument, useEditor, useRun, useSession } from '../editor/EditorContext';
import { goToNode } from '../editor/subgraphs';
import { messages } from '../messages';
import { LANGUAGES } from '../node/languages';
import { formatDuration } from '../results/format';
import type { Span } from '../stores/run-state';
import { type Bar, layLanes, mergeShort, ticks, tickText } from './timeline-layout';

const MIN_SPAN_MS = 1;
const TICKS = 5;
/** The shortest bar as a part of the whole width: what a pointer can still hit. */
const LEAST_BAR = 0.004;
/** A bar this long, as a part of the whole width, has room for its name. */
const NAMED_BAR = 0.05;
const MOST_SPANS = 20_000;
/** While a run goes on the bars are drawn anew this often, however many events there are. */
const REDRAW_MS = 150;

function TimelineBar({
  bar,
  nameOf,
  end,
  onGo,
}: {
  bar: Bar;
  nameOf: (node: string) => string;
  /** The whole width in milliseconds. */
  end: number;
  onGo: () => void;
}) {
  const [first] = bar.spans;
  const length = bar.endAt - first.startAt;
  const name = nameOf(first.node);
  const about =
    bar.spans.length === 1
      ? name
      : messages.panels.calls(bar.spans.length, name, nameOf(bar.spans.at(-1)?.node ?? first.node));
  return (
    <button
      type="button"
      className="timeline-bar"
      data-state={bar.state}
      data-timeline-node={first.node}
      style={{ left: `${(100 * first.startAt) / end}%`, width: `${(100 * length) / end}%` }}
      title={`${about}, ${messages.node.states[bar.state]}, ${formatDuration(length)}`}
      onClick={onGo}
    >
      {length / end > NAMED_BAR ? name : null}
    </button>
  );
}

/** The run over time: one lane for each thread or process, one bar for each call. */
export function Timeline() {
  const editor = useEditor();
  const session = useSession();
  const phase = useRun((view) => view.phase);
  const root = useDocument((state) => state.root);
  const begun = useRun((view) => view.spans.length > 0);
  const { spans, startedAtMs, durationMs } = session.run.store.getState();
  const [, tick] = useState(0);
  useEffect(() => {
    if (phase !== 'running') return undefined;
    const timer = setInterval(() => tick((count) => count + 1), REDRAW_MS);
    return () => clearInterval(timer);
  }, [phase]);
  if (!begun || spans.length === 0) return <p className="panel-empty">{messages.panels.timelineEmpty}</p>;
  const now = Math.max(MIN_SPAN_MS, durationMs ?? editor.now() - startedAtMs);
  const end = now * 1.06;
  const ruler = ticks(end, TICKS);
  const step = (ruler[1] ?? end) - (ruler[0] ?? 0);
  const place = (at: number): string => `${(100 * at) / end}%`;
  const { catalog } = editor.app.getState();
  const nameOf = (id: string): string => {
    const steps = id.split('/');
    const names = steps.map((step, index) => {
      const node = nodeAtPath(root, steps.slice(0, index + 1).join('/'));
      return node?.name ?? catalog.get(node?.type ?? '')?.name ?? step;
    });
    return shownText(names.join(' / '));
  };
  /** Until a call says where it runs, it stands in the lane of its language. */
  const inLane = (span: Span): Span => {
    const language = catalog.get(nodeAtPath(root, span.node)?.type ?? '')?.runtime.language;
    return span.lane === '' && language !== undefined
      ? { ...span, lane: LANGUAGES[language].name.toLowerCase() }
      : span;
  };
  return (
    <div className="timeline" data-testid="timeline">
      <div className="timeline-lanes">
        {layLanes(spans.slice(-MOST_SPANS).map(inLane), now).map((lane) => (
          <div className="timeline-lane" key={lane.name}>
            <span className="timeline-name">{lane.name}</span>
            <div className="timeline-rows">
              {lane.rows.map((row, index) => (
                // biome-ignore lint: rows have no other identity
                <div className="timeline-row" key={index}>
                  {mergeShort(row, end * LEAST_BAR, now).map((bar) => (
                    <TimelineBar
                      key={`${bar.spans[0].node} ${String(bar.spans[0].startAt)}`}
                      bar={bar}
                      nameOf={nameOf}
                      end={end}
                      onGo={() => goToNode(editor, bar.spans[0].node)}
                    />
                  ))}
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
      <div className="timeline-ruler" aria-hidden>
        {ruler.map((at) => (
          <span key={at} style={{ left: place(at) }}>
            {tickText(at, step)}
          </span>
        ))}
      </div>
      <div className="timeline-grid" aria-hidden>
        {ruler.map((at) => (
          <i key={at} style={{ left: place(at) }} />
        ))}
      </div>
    </div>
  );
}
