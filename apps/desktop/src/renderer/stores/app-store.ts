import type {
  BridgeClient,
  BridgeOutput,
  Catalog,
  ErrorData,
  NodeDefinition,
  RuntimeStatus,
} from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { createStore, type StoreApi } from 'zustand/vanilla';

export type AppInfo = BridgeOutput<'app.info'>;

/** What the host says of itself: who it is, which nodes and runtimes it has, and whether it can be reached. */
export interface AppState {
  phase: 'loading' | 'ready' | 'failed';
  info: AppInfo | undefined;
  definitions: readonly NodeDefinition[];
  /** The host's node types. */
  base: Catalog;
  /** Those of the graph in front: the subgraphs of its document included. */
  catalog: Catalog;
  runtimes: readonly RuntimeStatus[];
  /** Subgraphs that the user keeps for every document. */
  savedSubgraphs: BridgeOutput<'subgraphs.saved'>['saved'];
  /** `lost` while a WebSocket is being opened again. */
  connection: 'open' | 'lost';
  error: ErrorData | undefined;
}

export type AppStore = StoreApi<AppState>;

export function createAppStore(): AppStore {
  return createStore<AppState>(() => ({
    phase: 'loading',
    info: undefined,
    definitions: [],
    base: new Map(),
    catalog: new Map(),
    runtimes: [],
    savedSubgraphs: [],
    connection: 'open',
    error: undefined,
  }));
}

/** Fetches the catalog and the host's facts; also after a lost connection. */
export async function loadApp(app: AppStore, client: BridgeClient): Promise<void> {
  try {
    const [info, catalog] = await Promise.all([client.call('app.info', {}), client.call('catalog.get', {})]);
    const base = new Map(catalog.definitions.map((definition) => [definition.type, definition]));
    app.setState({
      phase: 'ready',
      info,
      definitions: catalog.definitions,
      base,
      catalog: base,
      runtimes: catalog.runtimes,
      error: undefined,
    });
  } catch (thrown) {
    app.setState({ phase: 'failed', error: toErrorData(thrown) });
  }
}
