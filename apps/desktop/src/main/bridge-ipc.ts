import type { BridgeEventData } from '@atomiton/contracts';
import type { Viewer, ViewerSource } from '@atomiton/host';
import { answerMessage, refusal } from '@atomiton/host';
import type { BrowserWindow, IpcMainInvokeEvent, WebContents } from 'electron';
import { ipcMain } from 'electron';

/** Carries the bridge between our windows and the host. */
export class BridgeIpc {
  private readonly viewers = new Map<WebContents, Viewer>();

  constructor(
    private host: ViewerSource,
    private readonly isOwnPage: (address: string) => boolean,
  ) {
    ipcMain.handle('atomiton:request', (event, message: unknown) => this.answer(event, message));
  }

  /** From now on the page in this window is a viewer; each time it is loaded anew it is a new one. */
  attach(window: BrowserWindow): void {
    const contents = window.webContents;
    this.connect(contents);
    // Told of before anything the new page sends, and not at all of a navigation that comes to nothing.
    contents.on('did-navigate', () => this.connect(contents));
    contents.on('render-process-gone', () => this.connect(contents));
    contents.once('destroyed', () => this.disconnect(contents));
  }

  viewerOf(window: BrowserWindow): Viewer | undefined {
    return this.viewers.get(window.webContents);
  }

  /** The host has ended: until `use`, requests fail with `bridge-lost`. */
  lost(): void {
    this.tell('lost');
  }

  /** Every window is a viewer of this host from now on. */
  use(host: ViewerSource): void {
    this.host = host;
    for (const contents of [...this.viewers.keys()]) this.connect(contents);
    this.tell('open');
  }

  private tell(state: BridgeEventData<'host.state'>['state']): void {
    for (const contents of this.viewers.keys()) {
      if (!contents.isDestroyed()) contents.send('atomiton:notice', { event: 'host.state', data: { state } });
    }
  }

  private connect(contents: WebContents): void {
    this.disconnect(contents);
    const viewer = this.host.connect();
    this.viewers.set(contents, viewer);
    viewer.onNotice((notice) => {
      if (!contents.isDestroyed()) contents.send('atomiton:notice', notice);
    });
  }

  private disconnect(contents: WebContents): void {
    this.viewers.get(contents)?.close();
    this.viewers.delete(contents);
  }

  /** Only the main frame of one of our windows, showing our page, is answered. */
  private async answer(event: IpcMainInvokeEvent, message: unknown): Promise<unknown> {
    const viewer = this.viewers.get(event.sender);
    const frame = event.senderFrame;
    if (
      viewer === undefined ||
      frame === null ||
      frame !== event.sender.mainFrame ||
      !this.isOwnPage(frame.url)
    ) {
      return refusal(0, 'not-allowed', 'Only the editor’s own page may call the host.');
    }
    return answerMessage(viewer.handlers, message);
  }
}
