import { type FlatBlueprint, flatten, validateBlueprint } from '@atomiton/blueprint';
import type {
  Blueprint,
  Catalog,
  Diagnostic,
  ErrorData,
  ExecutionEngine,
  Run,
  RunRequest,
} from '@atomiton/contracts';
import { EngineRun } from './engine-run.js';
import { buildPlan, named } from './plan.js';
import { PreparedPlan } from './prepared-plan.js';
import { ResultCache } from './result-cache.js';
import type { EngineServices } from './services.js';

/** Plans of this many documents are kept, the latest of each. */
const KEPT_PLANS = 16;
/** Results kept in memory by default. Bytes. */
const DEFAULT_CACHE_BYTES = 512 * 1024 * 1024;

export interface EngineOptions {
  /** Memory for results of earlier runs; 0 switches the cache off. Bytes. */
  cacheBytes?: number;
}

/** What a run would do, without running it. */
export interface PlanPreview {
  /** Nodes in topological order, inner ones by path; members of cycles are absent. */
  order: string[];
  /** The nodes that a run to `to` includes; all without it. */
  nodes: string[];
  diagnostics: Diagnostic[];
}

/** The engine of one process. */
export interface LocalEngine extends ExecutionEngine {
  /** Built once per edited blueprint, and used by the next run of it. */
  plan(blueprint: Blueprint, catalog: Catalog, to?: string): PlanPreview;
  cacheStats(): { results: number; bytes: number };
  /** Forgets every result of earlier runs. */
  clearCache(): void;
}

/** The engine that runs blueprints in this process. Pure JavaScript: it runs in a browser tab as well. */
export function createEngine(services: EngineServices, options: EngineOptions = {}): LocalEngine {
  const cache = new ResultCache(options.cacheBytes ?? DEFAULT_CACHE_BYTES, services.store);
  const plans = new Map<string, Prepared>();
  const active = new Set<Run>();

  const prepare = (blueprint: Blueprint, catalog: Catalog): Prepared => {
    const known = plans.get(blueprint.id);
    if (known?.source === blueprint && known.plan.catalog === catalog) return known;
    const flat = flatten(blueprint);
    const inner = flat.instances.size > 0 ? flat : { pathOf: new Map<string, string>() };
    const plan = buildPlan(flat.blueprint, catalog, services.hash, known?.plan, inner);
    const prepared = Object.assign(new PreparedPlan(plan, services.world), { source: blueprint, flat });
    plans.delete(blueprint.id);
    plans.set(blueprint.id, prepared);
    for (const oldest of plans.keys()) {
      if (plans.size <= KEPT_PLANS) break;
      plans.delete(oldest);
    }
    return prepared;
  };

  return {
    validate(blueprint, catalog) {
      const known = plans.get(blueprint.id)?.plan;
      if (known?.blueprint === blueprint && known.catalog === catalog) return [...known.diagnostics];
      return validateBlueprint(blueprint, catalog);
    },
    plan(blueprint, catalog, to) {
      const prepared = prepare(blueprint, catalog);
      const { plan } = prepared;
      const targets = to === undefined ? undefined : targetsOf(prepared, to);
      const included = targets === undefined ? undefined : prepared.ancestorsOf(targets);
      const nodes = plan.nodes.filter(({ index }) => included === undefined || included[index] === 1);
      return {
        order: Array.from(plan.order, (index) => plan.nodes[index]?.id ?? ''),
        nodes: nodes.map(({ id }) => id),
        diagnostics: plan.diagnostics.map((diagnostic) => named(diagnostic, prepared.flat)),
      };
    },
    run(blueprint: Blueprint, catalog: Catalog, request: RunRequest): Run {
      const prepared = prepare(blueprint, catalog);
      const { plan } = prepared;
      const strategy = request.strategy ?? 'parallel';
      const { to } = request;
      const targets = to === undefined ? undefined : targetsOf(prepared, to);
      const unknown = to !== undefined && targets === undefined;
      const run = new EngineRun({
        id: services.newRunId(),
        plan,
        priority: prepared.priority(strategy),
        strategy,
        included: unknown
          ? new Uint8Array(plan.nodes.length)
          : targets === undefined
            ? undefined
            : prepared.ancestorsOf(targets),
        flat: prepared.flat,
        refusal: unknown ? unknownTarget(to) : undefined,
        bind: prepared.binder(request.baseFolder),
        services,
        cache,
        onFinished: () => active.delete(run),
      });
      active.add(run);
      return run;
    },
    cacheStats: () => cache.stats(),
    clearCache: () => cache.clear(),
    async dispose() {
      const runs = [...active];
      for (const run of runs) run.cancel();
      await Promise.all(runs.map((run) => run.finished));
      cache.clear();
      plans.clear();
    },
  };
}

/** A plan, the document that it is of, and how that was flattened. */
type Prepared = PreparedPlan & { readonly source: Blueprint; readonly flat: FlatBlueprint };

/** The nodes that a run to `to` has to reach: a node by its path, or all inner nodes of an instance. */
function targetsOf({ plan, flat }: Prepared, to: string): number[] | undefined {
  const id = flat.idOf.get(to);
  const index = id === undefined ? undefined : plan.graph.indexOf.get(id);
  if (index !== undefined) return [index];
  if (!flat.instances.has(to)) return undefined;
  const inside = `${to}/`;
  return plan.nodes.filter((node) => node.id.startsWith(inside)).map((node) => node.index);
}

function unknownTarget(node: string): ErrorData {
  return {
    kind: 'validation',
    code: 'unknown-node',
    message: `There is no node "${node}" to run to.`,
    hint: 'Name a node of this blueprint.',
  };
}
