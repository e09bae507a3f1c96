import { connectReplacing } from '@atomiton/blueprint';
import { Command as Cmdk } from 'cmdk';
import { X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useApp, useEditor, useUi } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';
import { addNode } from '../editor/edits';
import { insertOnEdge } from '../editor/insert-on-edge';
import { hasPortOf, portTypes, searchNodes } from '../library/search-nodes';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';
import { languageOf } from '../node/languages';
import { nodeIcon } from '../node/node-icons';
import { sourceOfEdge } from '../results/probe/probe-source';
import type { NodeSearchRequest } from '../stores/ui-store';
import { fittingPort, freeTarget, portTypeOf } from './fitting-port';

const WIDTH = 300;
const HEIGHT = 340;

/** Search at the pointer: the node chosen is placed there, and wired where an edge was let go. */
export function NodeSearch() {
  const request = useUi((state) => state.nodeSearch);
  return request === undefined ? null : (
    <SearchBox key={`${request.screen.x} ${request.screen.y}`} request={request} />
  );
}

function SearchBox({ request }: { request: NodeSearchRequest }) {
  const editor = useEditor();
  const definitions = useApp((state) => state.definitions);
  const [text, setText] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const session = activeSession(editor);
  const type = useMemo(() => {
    const blueprint = session?.document.getState().blueprint;
    if (request.wire === undefined || blueprint === undefined) return undefined;
    return portTypeOf(blueprint, editor.app.getState().catalog, request.wire);
  }, [editor, request, session]);
  const [only, setOnly] = useState<string>('');
  const [all, setAll] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const limit = useMemo(() => {
    const blueprint = session?.document.getState().blueprint;
    if (type !== undefined) return canvasMessages.search.limitedToPort(type);
    if (request.into === undefined || blueprint === undefined) return undefined;
    const source = sourceOfEdge(blueprint, request.into);
    const wire = source === undefined ? undefined : { ...source, direction: 'output' as const };
    return canvasMessages.search.limitedToEdge(
      wire && portTypeOf(blueprint, editor.app.getState().catalog, wire),
    );
  }, [editor, request, session, type]);
  const limited = limit !== undefined && !all;
  const showAll = (): void => {
    setAll(true);
    input.current?.focus();
  };
  const fits = useMemo(() => {
    const blueprint = session?.document.getState().blueprint;
    const { catalog } = editor.app.getState();
    const { wire, into } = request;
    if (!limited) return definitions;
    return definitions.filter((definition) => {
      if (type !== undefined) return fittingPort(definition, type, wire?.direction) !== undefined;
      if (into === undefined || blueprint === undefined) return true;
      return insertOnEdge(blueprint, catalog, definition, into) !== undefined;
    });
  }, [definitions, editor, limited, request, session, type]);
  const types = useMemo(() => portTypes(fits), [fits]);
  const found = useMemo(
    () => searchNodes(only === '' ? fits : fits.filter((definition) => hasPortOf(definition, only)), text),
    [fits, only, text],
  );
  const close = (): void => {
    editor.ui.setState({ nodeSearch: undefined });
    editor.view?.focus();
  };
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) {
        editor.ui.setState({ nodeSearch: undefined });
      }
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, [editor]);
  const place = (nodeType: string): void => {
    const definition = editor.app.getState().catalog.get(nodeType);
    close();
    if (definition === undefined || session === undefined) return;
    const { wire, into } = request;
    const { blueprint: present } = session.document.getState();
    const insertion =
      into === undefined ? undefined : insertOnEdge(present, editor.app.getState().catalog, definition, into);
    const port =
      wire === undefined || type === undefined ? undefined : fittingPort(definition, type, wire.direction);
    // The new node is drawn in the next frame.
    requestAnimationFrame(() => editor.view?.focus());
    addNode(session, definition, request.flow, (id) => {
      if (insertion !== undefined) return insertion(id);
      if (wire === undefined || port === undefined) return [];
      if (wire.direction === 'output') {
        return [{ op: 'connect', to: `${id}.${port}`, edge: { from: `${wire.node}.${wire.port}` } }];
      }
      const { blueprint } = session.document.getState();
      return connectReplacing(
        blueprint,
        `${id}.${port}`,
        freeTarget(blueprint, editor.app.getState().catalog, wire),
      );
    });
  };
  const left = Math.max(8, Math.min(request.screen.x, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(request.screen.y, window.innerHeight - HEIGHT - 8));
  return (
    <div
      ref={box}
      className="node-search"
      data-testid="node-search"
      style={{ left, top, width: WIDTH }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <Cmdk shouldFilter={false} label={messages.library.searchLabel} loop>
        <Cmdk.Input
          ref={input}
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={
            !limited
              ? messages.canvas.searchPlaceholder
              : type !== undefined
                ? messages.canvas.searchFits(type)
                : canvasMessages.search.fitsEdge
          }
          onKeyDown={(event) => {
            if (event.key === 'Backspace' && text === '' && limited) showAll();
          }}
        />
        {limited ? (
          <div className="node-search-limit">
            <button
              type="button"
              className="chip"
              aria-label={canvasMessages.search.showAll(limit)}
              title={canvasMessages.search.showAll(limit)}
              onClick={showAll}
              onKeyDown={(event) => {
                // Enter is for the button, not for the node that is marked in the list.
                if (event.key === 'Enter') event.stopPropagation();
              }}
            >
              {limit}
              <X aria-hidden size={12} />
            </button>
          </div>
        ) : null}
        <label className="node-search-type">
          {canvasMessages.search.type}
          <select
            value={only}
            onChange={(event) => setOnly(event.target.value)}
            onKeyDown={(event) => event.stopPropagation()}
          >
            <option value="">{canvasMessages.search.anyType}</option>
            {types.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Cmdk.Empty>{messages.canvas.searchNone}</Cmdk.Empty>
        <Cmdk.List>
          {found.map((definition) => {
            const Icon = nodeIcon(definition);
            return (
              <Cmdk.Item
                key={definition.type}
                value={definition.type}
                data-node-type={definition.type}
                onSelect={() => place(definition.type)}
              >
                <Icon aria-hidden size={15} />
                <span>{definition.name}</span>
                <span className="palette-more">{definition.category}</span>
                <span className="language-badge">{languageOf(definition).badge}</span>
              </Cmdk.Item>
            );
          })}
        </Cmdk.List>
      </Cmdk>
    </div>
  );
}
