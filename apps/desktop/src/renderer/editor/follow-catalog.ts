import { wouldRecurse } from '@atomiton/blueprint';
import { instanceOf, type NodeDefinition } from '@atomiton/contracts';
import type { StoreApi } from 'zustand/vanilla';
import type { DocumentSession } from '../document/document-session';
import { subgraphOf } from '../document/levels';
import type { AppStore } from '../stores/app-store';

interface Workspace {
  sessions: readonly DocumentSession[];
  active: string | undefined;
}

/**
 * Keeps the node types that the window offers those of the graph in front: the host's, and the subgraphs of the document
 * that may stand there.
 */
export function followCatalog(
  app: AppStore,
  workspace: Pick<StoreApi<Workspace>, 'getState' | 'subscribe'>,
): void {
  let stop: (() => void) | undefined;
  let watched: unknown;
  const follow = (): void => {
    const { sessions, active } = workspace.getState();
    const session = sessions.find((open) => open.documentId === active);
    if (session !== watched) {
      stop?.();
      watched = session;
      stop = session?.document.subscribe((now, before) => {
        if (now.catalog !== before.catalog || now.level !== before.level) follow();
      });
    }
    const { base, catalog, definitions } = app.getState();
    const next = session?.document.getState().catalog ?? base;
    const state = session?.document.getState();
    const offered: NodeDefinition[] = [...base.values()];
    for (const definition of next === base ? [] : next.values()) {
      const subgraph = instanceOf(definition.type);
      if (subgraph === undefined || state === undefined) continue;
      if (!wouldRecurse(state.root, subgraphOf(state.level), subgraph)) offered.push(definition);
    }
    const same =
      offered.length === definitions.length && offered.every((one, index) => one === definitions[index]);
    if (next !== catalog || !same) app.setState({ catalog: next, definitions: same ? definitions : offered });
  };
  workspace.subscribe((now, before) => {
    if (now.active !== before.active || now.sessions !== before.sessions) follow();
  });
  app.subscribe((now, before) => {
    if (now.base === before.base) return;
    for (const session of workspace.getState().sessions) session.redraw(now.base);
    follow();
  });
}
