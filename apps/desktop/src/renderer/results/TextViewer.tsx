import type { Identity } from '@atomiton/contracts';
import { ChevronDown, ChevronUp, Copy } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { IconButton } from '../frame/IconButton';
import { resultMessages } from '../messages-results';
import { toast } from '../stores/ui-store';
import { copyText } from './clipboard';
import { SaveValueButton } from './SaveValueButton';
import { TextLines } from './TextLines';
import { findLines, splitLines } from './text-lines';
import { useLoaded } from './useLoaded';

const text = resultMessages.text;
const MAX_CHARS = 4_000_000;

/** A text with its lines numbered, to search in and to wrap. */
export function TextViewer({
  identity,
  given,
  name,
}: {
  identity: Identity;
  given: string | undefined;
  name: string;
}) {
  const editor = useEditor();
  const loaded = useLoaded(given === undefined ? identity : undefined, () =>
    editor.values.get('value.text', { identity, maxChars: MAX_CHARS, plain: true }),
  );
  const [wrap, setWrap] = useState(true);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const see = useRef<(line: number) => void>(() => undefined);
  const whole = given ?? (loaded.state === 'ready' ? loaded.value.text : undefined);
  const total = given?.length ?? (loaded.state === 'ready' ? loaded.value.totalChars : 0);
  const lines = useMemo(() => splitLines(whole ?? ''), [whole]);
  const wanted = useDeferredValue(search);
  const matches = useMemo(() => findLines(lines, wanted), [lines, wanted]);
  const step = (by: number): void => {
    if (matches.length === 0) return;
    const next = (at + by + matches.length) % matches.length;
    setAt(next);
    see.current(matches[next] ?? 0);
  };
  if (loaded.state === 'failed')
    return <p className="result-note">{resultMessages.failed(loaded.message)}</p>;
  if (whole === undefined) return <p className="result-note">{resultMessages.loading}</p>;
  const copy = async (): Promise<void> => {
    if (await copyText(whole)) toast(editor.ui, 'info', resultMessages.copied);
    else editor.report(resultMessages.notCopied);
  };
  return (
    <div className="text-viewer">
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
              setAt(-1);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              step(event.shiftKey ? -1 : 1);
            }}
          />
        </div>
        <IconButton label={resultMessages.back} onClick={() => step(-1)}>
          <ChevronUp aria-hidden size={15} />
        </IconButton>
        <IconButton label={resultMessages.next} onClick={() => step(1)}>
          <ChevronDown aria-hidden size={15} />
        </IconButton>
        <span role="status" className="grid-find-note">
          {search === ''
            ? ''
            : matches.length === 0
              ? resultMessages.noMatch
              : resultMessages.matches(Math.max(0, at) + 1, matches.length, false)}
        </span>
        <span className="grid-count">{text.lines(lines.length)}</span>
        <span className="grid-toolbar-space" />
        <label className="text-wrap">
          <input type="checkbox" checked={wrap} onChange={(event) => setWrap(event.target.checked)} />
          {text.wrap}
        </label>
        <button type="button" className="button button-quiet" onClick={() => void copy()}>
          <Copy aria-hidden size={13} />
          {resultMessages.copy}
        </button>
        <SaveValueButton identity={identity} name={name} format="text" extension="txt" label={text.save} />
      </div>
      <TextLines
        lines={lines}
        wrap={wrap}
        search={wanted}
        current={matches[at]}
        onReady={(seeLine) => {
          see.current = seeLine;
        }}
      />
      {total > whole.length ? <p className="result-note">{resultMessages.cut(whole.length, total)}</p> : null}
    </div>
  );
}
