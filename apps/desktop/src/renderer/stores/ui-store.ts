import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DialogRequest } from '../dialogs/dialog-request';
import { shownText } from '../document/shown-text';

export type ThemeChoice = 'system' | 'dark' | 'light';
export const SIDE_PANELS = ['library', 'outline'] as const;
export type SidePanel = (typeof SIDE_PANELS)[number];
export const BOTTOM_TABS = ['timeline', 'problems', 'log', 'result'] as const;
export type BottomTab = (typeof BOTTOM_TABS)[number];

/** A short message in the corner; errors stay until closed. */
export interface Toast {
  id: number;
  tone: 'info' | 'error';
  text: string;
  hint?: string | undefined;
}

/** Where the node search is open. `screen` is in window pixels, `flow` in canvas units. */
export interface NodeSearchRequest {
  screen: { x: number; y: number };
  flow: { x: number; y: number };
  /** An edge was dropped on the empty canvas: wire the new node to this port. */
  wire?: { node: string; port: string; direction: 'input' | 'output' } | undefined;
  /** Put the new node into this edge. */
  into?: string | undefined;
}

/** What is open in the window. Nothing here belongs to a document. */
export interface UiState {
  /** As the settings say. */
  theme: ThemeChoice;
  side: SidePanel | undefined;
  inspectorOpen: boolean;
  bottomTab: BottomTab;
  bottomOpen: boolean;
  /** The canvas alone; the panels come back as they were. */
  focusMode: boolean;
  /** Grows when the panels are put back: their sizes are read anew. */
  panelsReset: number;
  paletteOpen: boolean;
  nodeSearch: NodeSearchRequest | undefined;
  /** The name of the document in front is to become a field. */
  renaming: boolean;
  /** The node for which an edge is being chosen from a list. */
  connectPicker: string | undefined;
  dialogs: readonly DialogRequest[];
  toasts: readonly Toast[];
  /** The log shows only this node. */
  logNode: string | undefined;
}

export type UiStore = StoreApi<UiState>;

/** The panels of a window that was never used. */
export const DEFAULT_PANELS = {
  side: 'library',
  inspectorOpen: true,
  bottomTab: 'timeline',
  bottomOpen: true,
  focusMode: false,
} as const;

export function createUiStore(): UiStore {
  return createStore<UiState>(() => ({
    theme: 'system',
    ...DEFAULT_PANELS,
    panelsReset: 0,
    paletteOpen: false,
    nodeSearch: undefined,
    renaming: false,
    connectPicker: undefined,
    dialogs: [],
    toasts: [],
    logNode: undefined,
  }));
}

/** Shows a message; the same text is not shown twice at once. */
export function toast(ui: UiStore, tone: Toast['tone'], message: string, advice?: string): void {
  const { toasts } = ui.getState();
  const text = shownText(message);
  const hint = advice === undefined ? undefined : shownText(advice);
  if (toasts.some((shown) => shown.text === text)) return;
  const id = (toasts.at(-1)?.id ?? 0) + 1;
  ui.setState({ toasts: [...toasts.slice(-3), { id, tone, text, hint }] });
}

export function dismissToast(ui: UiStore, id: number): void {
  ui.setState({ toasts: ui.getState().toasts.filter((shown) => shown.id !== id) });
}
