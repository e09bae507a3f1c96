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
