import { ChevronUp } from 'lucide-react';
import { useMemo } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { Canvas } from '../canvas/Canvas';
import type { DocumentSession } from '../document/document-session';
import { SessionProvider, useEditor, useUi } from '../editor/EditorContext';
import { Inspector } from '../inspector/Inspector';
import { Library } from '../library/Library';
import { Outline } from '../library/Outline';
import { messages } from '../messages';
import { BottomPanel } from '../panels/BottomPanel';
import { layoutStorage } from '../stores/panel-memory';
import { RunAnnouncer } from './RunAnnouncer';

const SIDE = { default: 252, min: 180, max: 460 };
const INSPECTOR = { default: 320, min: 240, max: 720 };
const BOTTOM = { default: 228, min: 96 };

/** Library left, canvas in the middle, inspector right, results below. Panels remember their sizes. */
export function Workbench({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const side = useUi((state) => state.side);
  const bottomOpen = useUi((state) => state.bottomOpen);
  const storage = useMemo(() => layoutStorage(editor.settings), [editor]);
  const columns = useDefaultLayout({
    id: 'atomiton.columns',
    panelIds:
      side === undefined
        ? ['column-middle', 'column-inspector']
        : ['column-side', 'column-middle', 'column-inspector'],
    storage,
  });
  const rows = useDefaultLayout({
    id: 'atomiton.rows',
    panelIds: bottomOpen ? ['row-canvas', 'row-bottom'] : ['row-canvas'],
    storage,
  });
  return (
    <SessionProvider session={session}>
      <Group
        className="workbench"
        orientation="horizontal"
        defaultLayout={columns.defaultLayout}
        onLayoutChanged={columns.onLayoutChanged}
      >
        {side === undefined ? null : (
          <>
            <Panel
              id="column-side"
              defaultSize={SIDE.default}
              minSize={SIDE.min}
              maxSize={SIDE.max}
              groupResizeBehavior="preserve-pixel-size"
            >
              {side === 'library' ? <Library /> : <Outline key={session.documentId} />}
            </Panel>
            <Separator className="separator" />
          </>
        )}
        <Panel id="column-middle" minSize={320}>
          <Group
            orientation="vertical"
            defaultLayout={rows.defaultLayout}
            onLayoutChanged={rows.onLayoutChanged}
          >
            <Panel id="row-canvas" minSize={160}>
              <main className="canvas-area" data-testid="canvas-area">
                <Canvas />
                {bottomOpen ? null : (
                  <button
                    type="button"
                    className="bottom-opener"
                    aria-label={messages.panels.toggle}
                    onClick={() => editor.ui.setState({ bottomOpen: true })}
                  >
                    <ChevronUp aria-hidden size={15} />
                  </button>
                )}
              </main>
            </Panel>
            {bottomOpen ? (
              <>
                <Separator className="separator separator-row" />
                <Panel
                  id="row-bottom"
                  defaultSize={BOTTOM.default}
                  minSize={BOTTOM.min}
                  groupResizeBehavior="preserve-pixel-size"
                >
                  <BottomPanel />
                </Panel>
              </>
            ) : null}
          </Group>
        </Panel>
        <Separator className="separator" />
        <Panel
          id="column-inspector"
          defaultSize={INSPECTOR.default}
          minSize={INSPECTOR.min}
          maxSize={INSPECTOR.max}
          groupResizeBehavior="preserve-pixel-size"
        >
          <Inspector />
        </Panel>
      </Group>
      <RunAnnouncer session={session} />
    </SessionProvider>
  );
}
