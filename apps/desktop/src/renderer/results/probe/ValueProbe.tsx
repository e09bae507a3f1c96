import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useEditor, useSession } from '../../editor/EditorContext';
import { ProbeCard } from './ProbeCard';
import { sourceOfEdge, sourceOfPort } from './probe-source';

/** The pointer rests so long before a value is shown. Milliseconds. */
const REST_MS = 350;
const LEAVE_MS = 150;

/** Shows the value at the port or edge under the pointer, and the one that a key has asked for. */
export function ValueProbe() {
  const editor = useEditor();
  const session = useSession();
  const anchor = useRef<HTMLSpanElement>(null);
  const probe = useStore(editor.results, (state) => state.probe);
  const { documentId } = session;

  useEffect(() => {
    const root = anchor.current?.closest('.canvas') ?? null;
    if (!(root instanceof HTMLElement)) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over: Element | undefined;
    const { results } = editor;
    const close = (): void => {
      if (results.getState().probe?.held === false) results.setState({ probe: undefined });
    };
    const onOver = (event: PointerEvent): void => {
      const { target } = event;
      if (!(target instanceof Element) || event.buttons !== 0 || event.pointerType === 'touch') return;
      const port = target.closest<HTMLElement>('[data-port]');
      const edge = port === null ? target.closest<HTMLElement>('.react-flow__edge') : null;
      const element = port ?? edge ?? undefined;
      if (element === over) return;
      over = element;
      clearTimeout(timer);
      if (element === undefined) {
        timer = setTimeout(close, LEAVE_MS);
        return;
      }
      const at = { x: event.clientX, y: event.clientY + 14 };
      timer = setTimeout(() => {
        if (results.getState().probe?.held === true || root.dataset.connecting === 'true') return;
        const { blueprint } = session.document.getState();
        const { port: ref = '', direction } = port?.dataset ?? {};
        const source =
          port === null
            ? sourceOfEdge(blueprint, edge?.dataset.id ?? '')
            : sourceOfPort(blueprint, ref, direction === 'input' ? 'input' : 'output');
        const run = source === undefined ? undefined : session.run.store.getState().nodes.get(source.node);
        const known = run?.outputs ?? run?.previous?.outputs;
        if (source === undefined || known?.[source.port] === undefined) close();
        else results.setState({ probe: { documentId, source, at, held: false } });
      }, REST_MS);
    };
    const onLeave = (): void => {
      clearTimeout(timer);
      over = undefined;
      timer = setTimeout(close, LEAVE_MS);
    };
    const onDown = (): void => {
      clearTimeout(timer);
      over = undefined;
      results.setState({ probe: undefined });
    };
    root.addEventListener('pointerover', onOver);
    root.addEventListener('pointerleave', onLeave);
    root.addEventListener('pointerdown', onDown, true);
    root.addEventListener('wheel', onDown, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      results.setState({ probe: undefined });
      root.removeEventListener('pointerover', onOver);
      root.removeEventListener('pointerleave', onLeave);
      root.removeEventListener('pointerdown', onDown, true);
      root.removeEventListener('wheel', onDown, { capture: true });
    };
  }, [editor, session, documentId]);

  return (
    <>
      <span ref={anchor} hidden />
      {probe === undefined || probe.documentId !== documentId
        ? null
        : createPortal(<ProbeCard probe={probe} />, document.body)}
    </>
  );
}
