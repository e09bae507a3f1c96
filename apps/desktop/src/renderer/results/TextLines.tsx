import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { resultMessages } from '../messages-results';
import { markParts } from './text-lines';

const LINE = 18;

interface TextLinesProps {
  lines: readonly string[];
  wrap: boolean;
  search: string;
  /** The line of the match that is looked at. */
  current: number | undefined;
  onReady: (see: (line: number) => void) => void;
}

/** The lines of a text that are seen. */
export function TextLines({ lines, wrap, search, current, onReady }: TextLinesProps) {
  const host = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => host.current,
    estimateSize: () => LINE,
    overscan: 12,
  });
  useEffect(() => onReady((line) => virtual.scrollToIndex(line, { align: 'center' })), [virtual, onReady]);
  const items = virtual.getVirtualItems();
  return (
    // biome-ignore lint: it is scrolled by key
    <div
      ref={host}
      className="text-lines"
      data-wrap={wrap}
      role="region"
      tabIndex={0}
      aria-label={resultMessages.text.label}
      data-testid="value-text"
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        <div style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map(({ index, key }) => (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className="text-line"
              data-current={index === current}
            >
              <span className="text-number" aria-hidden>
                {index + 1}
              </span>
              <span className="text-content">
                {markParts(lines[index] ?? '', search).map((part, place) =>
                  part.marked ? (
                    // biome-ignore lint: parts have no other identity
                    <mark key={place}>{part.text}</mark>
                  ) : (
                    part.text
                  ),
                )}
              </span>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
