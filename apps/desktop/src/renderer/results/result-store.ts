import { createStore, type StoreApi } from 'zustand/vanilla';

/** An output of a node, or an input by the output that feeds it. */
export interface ResultSource {
  node: string;
  port: string;
}

/** A value shown beside a port or an edge. */
export interface Probe {
  documentId: string;
  source: ResultSource;
  /** Where it is shown. Window pixels. */
  at: { x: number; y: number };
  /** Opened by key: it stays until it is closed, and arrow keys lead to other ports. */
  held: boolean;
}

/** Which results are looked at. */
export interface ResultState {
  /** Nodes that the panel keeps showing, by document. */
  pins: Readonly<Record<string, string>>;
  /** Outputs chosen, by document and node. */
  ports: Readonly<Record<string, string>>;
  probe: Probe | undefined;
}

export type ResultStore = StoreApi<ResultState>;

export function createResultStore(): ResultStore {
  return createStore<ResultState>(() => ({ pins: {}, ports: {}, probe: undefined }));
}

/** Keeps the panel at a node, or lets it follow the selection. */
export function pinResult(store: ResultStore, documentId: string, node: string | undefined): void {
  store.setState(({ pins }) => {
    const { [documentId]: _before, ...others } = pins;
    return { pins: node === undefined ? others : { ...others, [documentId]: node } };
  });
}

export function portKey(documentId: string, node: string): string {
  return `${documentId} ${node}`;
}

export function choosePort(store: ResultStore, documentId: string, node: string, port: string): void {
  store.setState(({ ports }) => ({ ports: { ...ports, [portKey(documentId, node)]: port } }));
}
