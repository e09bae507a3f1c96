import { validateBlueprint } from '@atomiton/blueprint';
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
import { buildPlan } from './plan.js';
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
  /** Node ids in topological order; members of cycles are absent. */
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
  const plans = new Map<string, PreparedPlan>();
  const active = new Set<Run>();

  const prepare = (blueprint: Blueprint, catalog: Catalog): PreparedPlan => {
    const known = plans.get(blueprint.id);
    if (known?.plan.blueprint === blueprint && known.plan.catalog === catalog) return known;
    const plan = buildPlan(blueprint, catalog, services.hash, known?.plan);
    const prepared = new PreparedPlan(plan, services.world);
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
      const { ids, indexOf } = plan.graph;
      const target = to === undefined ? undefined : indexOf.get(to);
      const included = target === undefined ? undefined : prepared.ancestorsOf(target);
      return {
        order: Array.from(plan.order, (index) => ids[index] as string),
        nodes: included === undefined ? [...ids] : ids.filter((_, index) => included[index] === 1),
        diagnostics: [...plan.diagnostics],
      };
    },
    run(blueprint: Blueprint, catalog: Catalog, request: RunRequest): Run {
      const prepared = prepare(blueprint, catalog);
      const { plan } = prepared;
      const strategy = request.strategy ?? 'parallel';
      const { to } = request;
      const target = to === undefined ? undefined : plan.graph.indexOf.get(to);
      const unknown = to !== undefined && target === undefined;
      const run = new EngineRun({
        id: services.newRunId(),
        plan,
        priority: prepared.priority(strategy),
        strategy,
        included: unknown
          ? new Uint8Array(plan.nodes.length)
          : target === undefined
            ? undefined
            : prepared.ancestorsOf(target),
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

function unknownTarget(node: string): ErrorData {
  return {
    kind: 'validation',
    code: 'unknown-node',
    message: `There is no node "${node}" to run to.`,
    hint: 'Name a node of this blueprint.',
  };
}
