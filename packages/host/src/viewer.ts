import type { BridgeHandlers, BridgeNotice } from '@atomiton/contracts';

/** A document with changes that no file holds. */
export interface UnsavedDocument {
  documentId: string;
  name: string;
  /** Undefined when it was never saved. */
  path: string | undefined;
}

/** One viewer of the host: a window, a browser tab, a command. It sees what it has opened. */
export interface Viewer {
  readonly handlers: BridgeHandlers;
  /** Notices for this viewer, in order. Returns the function that stops them. */
  onNotice(listener: (notice: BridgeNotice) => void): () => void;
  /** Documents with unsaved changes that no other viewer shows. */
  unsaved(): UnsavedDocument[];
  /** The viewer is gone: its documents stay, with their unsaved changes, until they are opened again or closed. */
  close(): void;
}

/** What carriers need of the host. */
export interface ViewerSource {
  connect(): Viewer;
}
