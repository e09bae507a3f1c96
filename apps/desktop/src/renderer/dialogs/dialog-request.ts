import type { Blueprint, TrustRequest } from '@atomiton/contracts';
import type { MissingType } from '../canvas/missing-types';

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

export type SettingsPage = 'appearance' | 'canvas' | 'keys' | 'runtimes';

/** Everything that can be set, beginning with one page. */
export interface SettingsRequest {
  kind: 'settings';
  page?: SettingsPage | undefined;
}

/** Examples and recent files. */
export interface GalleryRequest {
  kind: 'gallery';
}

/** The earlier states of a document. */
export interface VersionsRequest {
  kind: 'versions';
  documentId: string;
}

/** A document beside its file as it is on the disk; resolves with `reload` or `keep`, undefined when closed. */
export interface CompareRequest {
  kind: 'compare';
  documentId: string;
  onDisk: Blueprint;
}

/** What a run would do, to be allowed; resolves with `accept`, or undefined when refused. */
export interface TrustQuestion {
  kind: 'trust';
  /** The document as its tab names it. */
  name: string;
  asked: TrustRequest;
}

/** The list of blueprints that are trusted. */
export interface TrustedListRequest {
  kind: 'trusted';
}

/** The nodes of a document whose types are not installed. */
export interface MissingNodesRequest {
  kind: 'missing-nodes';
  missing: readonly MissingType[];
}

/** What can be asked or shown over the window. */
export type DialogQuestion =
  | ConfirmRequest
  | FileRequest
  | ShortcutsRequest
  | SettingsRequest
  | GalleryRequest
  | VersionsRequest
  | CompareRequest
  | TrustQuestion
  | TrustedListRequest
  | MissingNodesRequest;

interface Pending {
  id: number;
  resolve(answer: string | undefined): void;
}

export type DialogRequest = DialogQuestion & Pending;
