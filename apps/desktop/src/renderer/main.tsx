import './zod-config';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './tokens.css';
import './styles/index.css';

import { chooseCarrier } from './bridge/choose-carrier';
import { createSlicedClient } from './bridge/sliced-client';
import { createEditor, type Editor } from './editor/editor';
import { pauseForFrame } from './editor/pause-for-frame';
import { claimWindowId, pageLocks } from './editor/window-id';
import { onConnection, startEditor } from './start-editor';
import { createCounters, watchFrames } from './stores/counters';
import { createFrameScheduler } from './stores/frame-scheduler';

const counters = createCounters(window.location.search);
if (counters !== undefined) {
  window.__atomitonCounters = counters;
  watchFrames(counters);
}
const editor: Editor = createEditor({
  client: createSlicedClient(
    chooseCarrier((state) => onConnection(editor, state)),
    pauseForFrame,
  ),
  frames: createFrameScheduler(),
  storage: window.localStorage,
  counters,
});
const windowId = await claimWindowId(pageLocks(navigator.locks), window.sessionStorage);
await startEditor(editor, document.querySelector('#root'), window.location.search, windowId);
