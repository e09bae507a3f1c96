import { type NodeProps, NodeResizer } from '@xyflow/react';
import { lazy, memo, Suspense } from 'react';
import { useStore } from 'zustand';
import { type FlowNote, MIN_NOTE } from '../canvas/layout-items';
import { shownText } from '../document/shown-text';
import { useEditor, useSession } from '../editor/EditorContext';
import { commitResize } from '../editor/moves';
import { setTitle } from '../editor/titles';
import { useDraft } from '../fields/useDraft';
import { canvasMessages } from '../messages-canvas';
import { beginningOf } from './quick-markdown';

const NoteText = lazy(() => import('./NoteText').then((module) => ({ default: module.NoteText })));

function NoteField({ canvasId, text }: { canvasId: string; text: string }) {
  const editor = useEditor();
  const session = useSession();
  const draft = useDraft(text, (typed) => setTitle(session, canvasId, typed));
  const end = (): void => session.canvas.setState({ editing: undefined });
  return (
    <textarea
      className="note-field nodrag nopan nowheel nokey"
      aria-label={canvasMessages.notes.text}
      value={draft.text}
      spellCheck={false}
      ref={(element) => {
        if (element !== null && document.activeElement !== element) element.focus({ preventScroll: true });
      }}
      onChange={(event) => draft.change(event.target.value)}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={() => {
        draft.commit();
        end();
      }}
      onKeyDown={(event) => {
        const isDone = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
        if (!isDone) return;
        event.preventDefault();
        event.stopPropagation();
        // A note may hold a page of text: leaving it never throws it away, undo does.
        draft.commit();
        end();
        editor.view?.focusElement(canvasId);
      }}
    />
  );
}

/** Markdown on the canvas, written in place. */
export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps<FlowNote>) {
  const session = useSession();
  const editing = useStore(session.canvas, (state) => state.editing === id);
  const { text, color } = data.item;
  return (
    <>
      <div
        className="note"
        role="note"
        data-note-id={data.itemId}
        data-color={color}
        data-selected={selected}
        aria-label={canvasMessages.notes.label}
        onDoubleClick={(event) => {
          event.stopPropagation();
          session.canvas.setState({ editing: id });
        }}
      >
        {editing ? (
          <NoteField canvasId={id} text={text} />
        ) : (
          <div className="note-text">
            {text === '' ? (
              <p className="note-hint">{canvasMessages.notes.hint}</p>
            ) : (
              <Suspense fallback={<p>{shownText(beginningOf(text))}</p>}>
                <NoteText text={text} />
              </Suspense>
            )}
          </div>
        )}
      </div>
      <NodeResizer
        isVisible={selected && !editing}
        minWidth={MIN_NOTE.width}
        minHeight={MIN_NOTE.height}
        onResizeEnd={() => commitResize(session, [id])}
      />
    </>
  );
});
