import type { Identity, JsonPath } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { ChevronDown, ChevronRight, ChevronUp, Copy } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { IconButton } from '../../frame/IconButton';
import { resultMessages } from '../../messages-results';
import { toast } from '../../stores/ui-store';
import { copyText } from '../clipboard';
import { ROW_HEIGHT, visibleRows } from '../grid/grid-window';
import { useGridScroll } from '../grid/useGridScroll';
import { runJob } from '../run-job';
import { SaveValueButton } from '../SaveValueButton';
import { pathText } from './path-text';
import { useJsonTree } from './useJsonTree';
import type { TreeLine } from './visible-entries';

const text = resultMessages.tree;
const MAX_COPY = 4_000_000;
const MAX_MATCHES = 1000;
const INDENT = 16;

interface Matches {
  found: { path: JsonPath; places: number[] }[];
  more: boolean;
  at: number;
}

function isContainer(line: TreeLine | undefined): boolean {
  return (line?.entry?.kind === 'object' || line?.entry?.kind === 'array') && line.entry.size > 0;
}

/** A JSON value of any size: entries are opened, fetched and drawn where they are seen. */
export function JsonTree({ identity, name }: { identity: Identity; name: string }) {
  const editor = useEditor();
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const tree = useJsonTree(identity);
  const { lines } = tree;
  const scroll = useGridScroll(host, lines.count, 0);
  const [active, setActive] = useState(0);
  const [search, setSearch] = useState('');
  const [matches, setMatches] = useState<Matches | undefined>(undefined);
  const [looking, setLooking] = useState<AbortController | undefined>(undefined);
  const { first, end } = visibleRows({ rows: lines.count, viewport: scroll.viewport }, scroll.top, 4);
  const seen: { number: number; line: TreeLine }[] = [];
  for (let number = first; number < end; number++) {
    const line = lines.at(number);
    if (line !== undefined) seen.push({ number, line });
  }
  const { fetchPage } = tree;
  useEffect(() => {
    for (const { line } of seen) {
      if (line.entry === undefined) void fetchPage(line.path.slice(0, -1), line.place);
    }
  });

  const go = (number: number): void => {
    const next = Math.min(lines.count - 1, Math.max(0, number));
    setActive(next);
    scroll.seeRow(next);
  };
  const report = (thrown: unknown): void => {
    const error = toErrorData(thrown);
    if (error.kind !== 'cancelled') editor.report(error.message, error.hint);
  };
  const put = async (copied: string): Promise<void> => {
    if (await copyText(copied)) toast(editor.ui, 'info', resultMessages.copied);
    else editor.report(resultMessages.notCopied);
  };
  const activeLine = lines.at(active);
  const activePath = activeLine?.entry === undefined ? [] : activeLine.path;
  const copyValue = async (): Promise<void> => {
    try {
      const value = await editor.client.call('value.treeText', {
        identity,
        path: activePath,
        maxChars: MAX_COPY,
      });
      await put(value.text);
    } catch (thrown) {
      report(thrown);
    }
  };

  const show = async (all: Matches['found'], at: number): Promise<void> => {
    const match = all[at];
    if (match === undefined) return;
    await tree.reveal(match.path, match.places);
    target.current = match;
    setTick((count) => count + 1);
  };
  /** A match whose line is known once what is above it has been opened. */
  const target = useRef<Matches['found'][number] | undefined>(undefined);
  const [tick, setTick] = useState(0);
  // biome-ignore lint: `go` reads what is drawn now
  useEffect(() => {
    const match = target.current;
    if (match === undefined || match.path.length === 0) return;
    target.current = undefined;
    go(lines.numberOf(match.path, match.places));
  }, [lines, tick]);

  const look = async (backwards: boolean): Promise<void> => {
    if (search === '') return;
    if (matches !== undefined) {
      const count = matches.found.length;
      const at = (matches.at + (backwards ? count - 1 : 1)) % Math.max(1, count);
      setMatches({ ...matches, at });
      await show(matches.found, at);
      return;
    }
    const controller = new AbortController();
    setLooking(controller);
    try {
      const answer = await runJob(
        editor.client,
        'value.searchTree',
        { identity, text: search, limit: MAX_MATCHES },
        { signal: controller.signal },
      );
      const found = answer.matches;
      setMatches({ found, more: answer.more, at: 0 });
      await show(found, 0);
    } catch (thrown) {
      report(thrown);
    } finally {
      setLooking(undefined);
    }
  };

  /** The line of the container that an entry lies in. */
  const parentOf = (line: TreeLine): number => {
    for (let above = active - 1; above >= 0; above--)
      if ((lines.at(above)?.depth ?? 0) < line.depth) return above;
    return active;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(scroll.viewport / ROW_HEIGHT) - 1);
    if (ctrl && event.key.toLowerCase() === 'c')
      void (event.shiftKey ? put(pathText(activePath)) : copyValue());
    else if (ctrl || event.altKey) return;
    else if (event.key === 'ArrowDown') go(active + 1);
    else if (event.key === 'ArrowUp') go(active - 1);
    else if (event.key === 'PageDown') go(active + page);
    else if (event.key === 'PageUp') go(active - page);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(lines.count - 1);
    else if (event.key === 'ArrowRight' && activeLine !== undefined) {
      if (!isContainer(activeLine)) return;
      if (activeLine.open) go(active + 1);
      else tree.toggle(activeLine.path, true);
    } else if (event.key === 'ArrowLeft' && activeLine !== undefined) {
      if (activeLine.open) tree.toggle(activeLine.path, false);
      else go(activeLine.depth === 0 ? active : parentOf(activeLine));
    } else if (
      (event.key === 'Enter' || event.key === ' ') &&
      activeLine !== undefined &&
      isContainer(activeLine)
    ) {
      tree.toggle(activeLine.path, !activeLine.open);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="json-tree">
      <div className="grid-toolbar" role="toolbar" aria-label={text.label}>
        <div className="input grid-filter">
          <input
            type="text"
            aria-label={resultMessages.search}
            placeholder={resultMessages.search}
            value={search}
            spellCheck={false}
            onChange={(event) => {
              setSearch(event.target.value);
              setMatches(undefined);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              void look(event.shiftKey);
            }}
          />
        </div>
        <IconButton label={resultMessages.back} onClick={() => void look(true)}>
          <ChevronUp aria-hidden size={15} />
        </IconButton>
        <IconButton label={resultMessages.next} onClick={() => void look(false)}>
          <ChevronDown aria-hidden size={15} />
        </IconButton>
        <span role="status" className="grid-find-note">
          {matches === undefined
            ? ''
            : matches.found.length === 0
              ? resultMessages.noMatch
              : resultMessages.matches(matches.at + 1, matches.found.length, matches.more)}
        </span>
        {looking === undefined ? null : (
          <button type="button" className="button button-quiet" onClick={() => looking.abort()}>
            {resultMessages.cancel}
          </button>
        )}
        <span className="grid-toolbar-space" />
        <code className="json-path" data-testid="json-path">
          {pathText(activePath)}
        </code>
        <button type="button" className="button button-quiet" onClick={() => void put(pathText(activePath))}>
          <Copy aria-hidden size={13} />
          {text.copyPath}
        </button>
        <button type="button" className="button button-quiet" onClick={() => void copyValue()}>
          <Copy aria-hidden size={13} />
          {text.copyValue}
        </button>
        <SaveValueButton identity={identity} name={name} format="json" extension="json" label={text.save} />
      </div>
      {tree.problem === undefined ? null : (
        <p className="result-note">{resultMessages.failed(tree.problem)}</p>
      )}
      <div
        ref={host}
        className="json-lines"
        role="tree"
        tabIndex={0}
        aria-label={`${text.label} ${name}`}
        aria-activedescendant={active >= first && active < end ? `${id}-${active}` : undefined}
        data-testid="json-tree"
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: scroll.height }}>
          <div
            role="presentation"
            className="grid-view"
            style={{ height: Math.min(scroll.height, scroll.viewport) }}
          >
            {seen.map(({ number, line }) => {
              const { entry } = line;
              const container = entry?.kind === 'object' || entry?.kind === 'array';
              return (
                // biome-ignore lint: the tree itself has the focus and the keys
                <div
                  key={number}
                  id={`${id}-${number}`}
                  role="treeitem"
                  aria-level={line.depth + 1}
                  aria-posinset={line.place + 1}
                  aria-setsize={line.siblings}
                  aria-selected={number === active}
                  aria-expanded={isContainer(line) ? line.open : undefined}
                  className="json-line"
                  data-active={number === active}
                  style={{
                    transform: `translateY(${number * ROW_HEIGHT - scroll.top}px)`,
                    paddingInlineStart: 8 + line.depth * INDENT,
                  }}
                  onClick={() => {
                    setActive(number);
                    if (isContainer(line)) tree.toggle(line.path, !line.open);
                  }}
                >
                  {isContainer(line) ? (
                    line.open ? (
                      <ChevronDown aria-hidden size={13} />
                    ) : (
                      <ChevronRight aria-hidden size={13} />
                    )
                  ) : (
                    <span className="json-gap" />
                  )}
                  {entry === undefined ? (
                    <span className="json-size">{resultMessages.loading}</span>
                  ) : (
                    <>
                      <span className="json-key">{entry.key}</span>
                      {container ? (
                        <span className="json-size">{text.entries(entry.size, entry.kind === 'array')}</span>
                      ) : (
                        <span className="json-value" data-kind={entry.kind}>
                          {entry.preview}
                        </span>
                      )}
                    </>
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
