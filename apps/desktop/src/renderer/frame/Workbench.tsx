import { useMemo } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { Canvas } from '../canvas/Canvas';
import type { DocumentSession } from '../document/document-session';
import { SessionProvider, useEditor, useUi } from '../editor/EditorContext';
import { Inspector } from '../inspector/Inspector';
import { Library } from '../library/Library';
import { Outline } from '../library/Outline';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { BottomPanel } from '../panels/BottomPanel';
import { layoutStorage } from '../stores/panel-memory';
import { DocumentNotices } from './DocumentNotices';
import { FocusModeExit } from './FocusModeExit';
import { PanelOpeners } from './PanelOpeners';
import { RunAnnouncer } from './RunAnnouncer';

const SIDE = { default: 252, min: 180, max: 460 };
const INSPECTOR = { default: 320, min: 240, max: 720 };
const BOTTOM = { default: 228, min: 96 };

/**
 * Library left, canvas in the middle, inspector right, results below. Panels remember their sizes; in focus mode only the
 * canvas is there.
 */
export function Workbench({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const focusMode = useUi((state) => state.focusMode);
  const side = useUi((state) => (state.focusMode ? undefined : state.side));
  const inspectorOpen = useUi((state) => state.inspectorOpen && !state.focusMode);
  const bottomOpen = useUi((state) => state.bottomOpen && !state.focusMode);
  const storage = useMemo(() => layoutStorage(editor.settings), [editor]);
  const columns = useDefaultLayout({
    id: 'atomiton.columns',
    panelIds: [
      ...(side === undefined ? [] : ['column-side']),
      'column-middle',
      ...(inspectorOpen ? ['column-inspector'] : []),
    ],
    storage,
  });
  const rows = useDefaultLayout({
    id: 'atomiton.rows',
    panelIds: bottomOpen ? ['row-canvas', 'row-bottom'] : ['row-canvas'],
    storage,
  });
  return (
    <SessionProvider session={session}>
      <h1 className="visually-hidden">{messages.app.name}</h1>
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
            <Separator className="separator" aria-label={shellMessages.panels.resizeSide} />
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
                <DocumentNotices session={session} />
                <Canvas />
                {focusMode ? <FocusModeExit /> : <PanelOpeners />}
              </main>
            </Panel>
            {bottomOpen ? (
              <>
                <Separator
                  className="separator separator-row"
                  aria-label={shellMessages.panels.resizeBottom}
                />
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
        {inspectorOpen ? (
          <>
            <Separator className="separator" aria-label={shellMessages.panels.resizeInspector} />
            <Panel
              id="column-inspector"
              defaultSize={INSPECTOR.default}
              minSize={INSPECTOR.min}
              maxSize={INSPECTOR.max}
              groupResizeBehavior="preserve-pixel-size"
            >
              <Inspector />
            </Panel>
          </>
        ) : null}
      </Group>
      <RunAnnouncer session={session} />
    </SessionProvider>
  );
}
