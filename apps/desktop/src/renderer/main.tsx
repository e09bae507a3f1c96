import './zod-config';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './tokens.css';
import './styles/index.css';
import { createBridgeClient } from '@atomiton/contracts';
import { chooseCarrier } from './bridge/choose-carrier';
import { createEditor, type Editor } from './editor/editor';
import { onConnection, startEditor } from './start-editor';
import { createCounters, watchFrames } from './stores/counters';
import { createFrameScheduler } from './stores/frame-scheduler';

const counters = createCounters(window.location.search);
if (counters !== undefined) {
  window.__atomitonCounters = counters;
  watchFrames(counters);
}
const editor: Editor = createEditor({
  client: createBridgeClient(chooseCarrier((state) => onConnection(editor, state))),
  frames: createFrameScheduler(),
  storage: window.localStorage,
  counters,
});
await startEditor(editor, document.querySelector('#root'), window.location.search);
