import '../zod-config';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '../tokens.css';
import '../styles/index.css';
import { createMemoryCarrier } from '../bridge/memory-carrier';
import { createSlicedClient } from '../bridge/sliced-client';
import { createEditor } from '../editor/editor';
import { pauseForFrame } from '../editor/pause-for-frame';
import { startEditor } from '../start-editor';
import { createCounters, watchFrames } from '../stores/counters';
import { createFrameScheduler } from '../stores/frame-scheduler';
import { DEMO_DOCUMENT, demoEvents, earlierEvents } from './demo-document';
import { largeDocument } from './large-document';
import { createMemoryHost, type MemoryHost } from './memory-host';
import { playStorm } from './storm';

const asked = new URLSearchParams(window.location.search);
const counters = createCounters(window.location.search);
if (counters !== undefined) {
  window.__atomitonCounters = counters;
  watchFrames(counters);
}
const cities = ['Bergen', 'Bologna', 'Busan', 'Cádiz', 'Cork', 'Oslo', 'Riga', 'Turin'];
let played = 0;
const carrier = createMemoryCarrier(
  (notify) =>
    createMemoryHost(notify, {
      examples: {
        demo: DEMO_DOCUMENT,
        large: largeDocument(Number(asked.get('nodes') ?? 2000)),
      },
      onRun(host: MemoryHost, documentId, runId) {
        const ids = Object.keys(host.documents.get(documentId)?.blueprint.nodes ?? {});
        if (ids.length > 100) {
          playStorm(host, documentId, runId, ids);
          return;
        }
        host.play(documentId, runId, played++ === 0 ? earlierEvents(runId) : demoEvents(runId));
      },
      table: (offset, limit) => ({
        columns: [
          { name: 'city', type: 'utf8' },
          { name: 'mean', type: 'double' },
          { name: 'n', type: 'int64' },
        ],
        rows: Array.from({ length: Math.min(limit, 1204 - offset) }, (_, row) => [
          cities[(offset + row) % cities.length] ?? '',
          412.2 - (offset + row) / 3,
          88_210 - (offset + row) * 7,
        ]),
        total: 1204,
      }),
    }).handlers,
);
const editor = createEditor({
  client: createSlicedClient(carrier, pauseForFrame),
  frames: createFrameScheduler(),
  storage: window.localStorage,
  counters,
});
await startEditor(editor, document.querySelector('#root'), window.location.search, 'main');
