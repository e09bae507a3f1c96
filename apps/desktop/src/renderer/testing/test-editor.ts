import { createBridgeClient } from '@atomiton/contracts';
import { createMemoryCarrier } from '../bridge/memory-carrier';
import type { DocumentSession } from '../document/document-session';
import { newDocument } from '../editor/documents';
import { activeSession, createEditor, type Editor } from '../editor/editor';
import { loadApp } from '../stores/app-store';
import type { Counters } from '../stores/counters';
import { createManualFrames, type ManualFrames } from './manual-frames';
import { createMemoryHost, type MemoryHost, type MemoryHostOptions } from './memory-host';

export interface TestEditor {
  editor: Editor;
  host: MemoryHost;
  frames: ManualFrames;
  session: DocumentSession;
  counters: Counters;
}

/** An editor over a host in memory with one document open: the example named `demo`, or an empty one. */
export async function openTestEditor(options: MemoryHostOptions = {}): Promise<TestEditor> {
  const frames = createManualFrames();
  const counters: Counters = { nodeRenders: {}, formRenders: 0, batches: 0, events: 0, longestFrameGapMs: 0 };
  let host: MemoryHost | undefined;
  const carrier = createMemoryCarrier((notify) => {
    host = createMemoryHost(notify, options);
    return host.handlers;
  });
  const editor = createEditor({
    client: createBridgeClient(carrier),
    frames,
    counters,
    now: () => 1_000_000,
  });
  await loadApp(editor.app, editor.client);
  await newDocument(editor, options.examples?.demo === undefined ? undefined : 'demo');
  const session = activeSession(editor);
  if (host === undefined || session === undefined) throw new Error('The document did not open');
  return { editor, host, frames, session, counters };
}

/** Lets promises that are settled already go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
}
