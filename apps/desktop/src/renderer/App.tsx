import { Tooltip } from 'radix-ui';
import { useStore } from 'zustand';
import { useClipboard } from './commands/useClipboard';
import { useKeys } from './commands/useKeys';
import { Dialogs } from './dialogs/Dialogs';
import { useApp, useEditor, useUi } from './editor/EditorContext';
import { Rail } from './frame/Rail';
import { StartPage } from './frame/StartPage';
import { StatusBar } from './frame/StatusBar';
import { Toasts } from './frame/Toasts';
import { TopBar } from './frame/TopBar';
import { useActiveSession } from './frame/useActiveSession';
import { useFocusHome } from './frame/useFocusHome';
import { useTheme } from './frame/useTheme';
import { WindowDrop } from './frame/WindowDrop';
import { Workbench } from './frame/Workbench';
import { messages } from './messages';
import { CommandPalette } from './palette/CommandPalette';
import { ConnectPicker } from './palette/ConnectPicker';
import { NodeSearch } from './palette/NodeSearch';
import { loadApp } from './stores/app-store';

function Body() {
  const editor = useEditor();
  const phase = useApp((state) => state.phase);
  const error = useApp((state) => state.error);
  const session = useActiveSession();
  if (phase === 'loading') return <main className="start start-message">{messages.app.loading}</main>;
  if (phase === 'failed') {
    return (
      <main className="start start-message" role="alert">
        <h1>{messages.app.failed}</h1>
        <p>{error?.message}</p>
        <button
          type="button"
          className="button button-primary"
          onClick={() => void loadApp(editor.app, editor.client)}
        >
          {messages.app.retry}
        </button>
      </main>
    );
  }
  return session === undefined ? <StartPage /> : <Workbench session={session} />;
}

function Banners() {
  const editor = useEditor();
  const connection = useApp((state) => state.connection);
  const opening = useStore(editor.workspace, (state) => state.opening);
  return (
    <>
      {connection === 'lost' ? (
        <p className="banner" role="alert">
          {messages.app.lost}
        </p>
      ) : null}
      {opening === undefined ? null : (
        <p className="opening" role="status">
          {messages.app.opening(opening)}
        </p>
      )}
    </>
  );
}

/** The whole window. */
export function App() {
  useTheme();
  useKeys();
  useClipboard();
  useFocusHome();
  const session = useActiveSession();
  const focusMode = useUi((state) => state.focusMode) && session !== undefined;
  const panelsReset = useUi((state) => state.panelsReset);
  return (
    <Tooltip.Provider delayDuration={500}>
      <div className="app" data-focus-mode={focusMode}>
        {focusMode ? null : <TopBar />}
        {focusMode ? null : <Rail />}
        <Body key={panelsReset} />
        {focusMode ? null : <StatusBar />}
        <Banners />
      </div>
      <CommandPalette />
      <NodeSearch />
      <ConnectPicker />
      <Dialogs />
      <Toasts />
      <WindowDrop />
    </Tooltip.Provider>
  );
}
