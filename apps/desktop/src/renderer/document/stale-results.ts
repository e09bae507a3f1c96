import { type FlatBlueprint, flatten } from '@atomiton/blueprint';
import type { Catalog } from '@atomiton/contracts';
import type { RunStore } from '../stores/run-store';
import { logicDifference, type PlacedBlueprint, withDownstream } from './logic-difference';

/** The paths of nodes of a flattened document, and of the instances that they are in. */
function pathsOf(flat: FlatBlueprint, ids: Iterable<string>): Set<string> {
  const paths = new Set<string>();
  for (const id of ids) {
    for (
      let path = flat.pathOf.get(id) ?? id;
      path !== '';
      path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    ) {
      paths.add(path);
    }
  }
  return paths;
}

/**
 * Keeps the marks of results up to date: which of them the document would not give any more. They change when a run ends;
 * `compareWithRun` does the same after an edit.
 * @param asItIs the document, and where its relative paths start
 */
export function watchResults(
  run: RunStore,
  asItIs: () => PlacedBlueprint,
  catalog: () => Catalog,
): { compareWithRun(): void } {
  /** What the results on the canvas were made from, and where its relative paths started. */
  let ran: PlacedBlueprint | undefined;

  /** Marks exactly those results as previous that the document as it is now would not give. */
  const compareWithRun = (): void => {
    const { phase, all } = run.store.getState();
    if (ran === undefined || all.size === 0 || phase === 'running' || phase === 'starting') return;
    const placed = asItIs();
    const now = flatten(placed.blueprint);
    const different = logicDifference(
      { ...ran, blueprint: flatten(ran.blueprint).blueprint },
      { ...placed, blueprint: now.blueprint },
      catalog(),
    );
    const stale = different.size === 0 ? different : withDownstream(now.blueprint, different);
    const paths = pathsOf(now, stale);
    for (const path of all.keys()) {
      if (!now.idOf.has(path) && !now.instances.has(path)) paths.add(path);
    }
    run.outdate(paths);
  };

  /** Results outside the run that were made from what its nodes do not give any more. */
  const expireBehindRun = (): void => {
    const { changed, included } = run.store.getState();
    if (ran === undefined || changed.size === 0) return;
    const flat = flatten(ran.blueprint);
    const start = new Set([...changed].flatMap((path) => flat.idOf.get(path) ?? []));
    const behind = [...pathsOf(flat, withDownstream(flat.blueprint, start))];
    const expired = behind.filter((path) => !included.has(path));
    if (expired.length > 0) run.expire(expired);
  };

  let starting: PlacedBlueprint | undefined;
  run.store.subscribe((view, before) => {
    const another = view.runId !== before.runId;
    if (view.phase === before.phase && !another) return;
    if (another) ran = starting ?? asItIs();
    // A start that is refused leaves what was run before.
    if (view.phase !== 'starting') starting = undefined;
    else if (before.phase !== 'starting') starting = asItIs();
    if (view.phase === 'running' || view.phase === 'starting') return;
    expireBehindRun();
    compareWithRun();
  });
  return { compareWithRun };
}
