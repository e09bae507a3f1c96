import type { UiStore } from '../stores/ui-store';

/** A question with up to three answers; resolves with the key of the answer, `cancel` when closed. */
export interface ConfirmRequest {
  kind: 'confirm';
  title: string;
  body: string;
  answers: { key: string; label: string; tone?: 'primary' | 'danger' }[];
}

/** Asks for a path; resolves with it, or undefined when closed. */
export interface FileRequest {
  kind: 'file';
  mode: 'open' | 'save' | 'folder';
  title: string;
  /** Folder or file path to start from. */
  suggested?: string | undefined;
  /** Without the dot; empty means any file. */
  extensions: string[];
}

export interface ShortcutsRequest {
  kind: 'shortcuts';
}

interface Pending {
  id: number;
  resolve(answer: string | undefined): void;
}

export type DialogRequest = (ConfirmRequest | FileRequest | ShortcutsRequest) & Pending;

/** Opens a dialog on top of those that are open. */
export function openDialog(
  ui: UiStore,
  request: ConfirmRequest | FileRequest | ShortcutsRequest,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const { dialogs } = ui.getState();
    const id = (dialogs.at(-1)?.id ?? 0) + 1;
    ui.setState({ dialogs: [...dialogs, { ...request, id, resolve }] });
  });
}

/** Closes a dialog with an answer. */
export function answerDialog(ui: UiStore, id: number, answer: string | undefined): void {
  const { dialogs } = ui.getState();
  const request = dialogs.find((open) => open.id === id);
  ui.setState({ dialogs: dialogs.filter((open) => open.id !== id) });
  request?.resolve(answer);
}
