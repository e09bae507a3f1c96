import { ChevronLeft, ChevronUp } from 'lucide-react';
import { useEditor, useUi } from '../editor/EditorContext';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';

/** At the edges of the canvas: what brings hidden panels back. */
export function PanelOpeners() {
  const { ui } = useEditor();
  const bottomOpen = useUi((state) => state.bottomOpen);
  const inspectorOpen = useUi((state) => state.inspectorOpen);
  return (
    <>
      {bottomOpen ? null : (
        <button
          type="button"
          className="bottom-opener"
          aria-label={messages.panels.toggle}
          onClick={() => ui.setState({ bottomOpen: true })}
        >
          <ChevronUp aria-hidden size={15} />
        </button>
      )}
      {inspectorOpen ? null : (
        <button
          type="button"
          className="inspector-opener"
          aria-label={shellMessages.panels.showInspector}
          onClick={() => ui.setState({ inspectorOpen: true })}
        >
          <ChevronLeft aria-hidden size={15} />
        </button>
      )}
    </>
  );
}
