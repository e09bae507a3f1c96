import type { ValueSummary } from '@atomiton/contracts';
import { useEffect, useRef, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { resultMessages } from '../messages-results';
import { formatBytes } from './format';
import { ROW_HEIGHT, visibleRows } from './grid/grid-window';
import { useGridScroll } from './grid/useGridScroll';
import { SaveValueButton } from './SaveValueButton';

const text = resultMessages.bytes;
const LINE = 16;
const PAGE = 4096;
const MAX_PAGES = 64;

function hexLine(bytes: Uint8Array): { hex: string; letters: string } {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const letters = [...bytes]
    .map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'))
    .join('');
  return { hex, letters };
}

/** Bytes in hex with their letters, fetched by page. */
export function BytesViewer({
  summary,
  name,
}: {
  summary: Extract<ValueSummary, { kind: 'bytes' }>;
  name: string;
}) {
  const editor = useEditor();
  const { identity, sizeBytes } = summary;
  const host = useRef<HTMLDivElement>(null);
  const rows = Math.ceil(sizeBytes / LINE);
  const scroll = useGridScroll(host, rows, 0);
  const { first, end } = visibleRows({ rows, viewport: scroll.viewport }, scroll.top, 4);
  const pages = useRef(new Map<number, Uint8Array | undefined>());
  const [, setArrived] = useState(0);
  const firstPage = Math.floor((first * LINE) / PAGE);
  const lastPage = Math.floor(Math.max(0, end * LINE - 1) / PAGE);
  useEffect(() => {
    const kept = pages.current;
    for (let page = firstPage; page <= lastPage; page++) {
      if (kept.has(page)) continue;
      kept.set(page, undefined);
      editor.values.get('value.bytes', { identity, offset: page * PAGE, length: PAGE }).then(
        ({ base64 }) => {
          kept.set(
            page,
            Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
          );
          for (const oldest of kept.keys()) {
            if (kept.size <= MAX_PAGES) break;
            kept.delete(oldest);
          }
          setArrived((count) => count + 1);
        },
        () => kept.delete(page),
      );
    }
  }, [editor, identity, firstPage, lastPage]);
  const lines: { at: number; bytes: Uint8Array | undefined }[] = [];
  for (let row = first; row < end; row++) {
    const at = row * LINE;
    const page = pages.current.get(Math.floor(at / PAGE));
    lines.push({ at, bytes: page?.subarray(at % PAGE, (at % PAGE) + LINE) });
  }
  return (
    <div className="bytes-viewer">
      <div className="grid-toolbar" role="toolbar" aria-label={text.label}>
        <span className="grid-count">{formatBytes(sizeBytes)}</span>
        <label className="bytes-go">
          {text.goTo}
          <span className="input">
            <input
              type="text"
              aria-label={text.goTo}
              defaultValue="0"
              spellCheck={false}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                const at = Number(event.currentTarget.value);
                if (Number.isFinite(at))
                  scroll.seeRow(Math.min(rows - 1, Math.max(0, Math.floor(at / LINE))));
              }}
            />
          </span>
        </label>
        <span className="grid-toolbar-space" />
        <SaveValueButton identity={identity} name={name} format="bytes" extension="bin" label={text.save} />
      </div>
      {/* biome-ignore lint: it is scrolled by key */}
      <div
        ref={host}
        className="bytes-lines"
        role="region"
        tabIndex={0}
        aria-label={text.label}
        data-testid="bytes"
      >
        <div style={{ height: scroll.height }}>
          <div className="grid-view" style={{ height: Math.min(scroll.height, scroll.viewport) }}>
            {lines.map(({ at, bytes }) => {
              const line = bytes === undefined ? undefined : hexLine(bytes);
              return (
                <div
                  key={at}
                  className="bytes-line"
                  style={{ transform: `translateY(${(at / LINE) * ROW_HEIGHT - scroll.top}px)` }}
                >
                  <span className="bytes-at">{at.toString(16).padStart(8, '0')}</span>
                  <span className="bytes-hex">{line?.hex ?? ''}</span>
                  <span>{line?.letters ?? ''}</span>
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
