import { validateBlueprint } from '@atomiton/blueprint';
import type {
  Blueprint,
  Catalog,
  Diagnostic,
  ErrorData,
  ExecutionEngine,
  JsonValue,
  NodeDefinition,
  Run,
  RunRequest,
} from '@atomiton/contracts';
import { canonicalJson } from './canonical-json.js';
import type { BoundParameters } from './engine-run.js';
import { EngineRun } from './engine-run.js';
import type { Plan, PlanNode } from './plan.js';
import { buildPlan } from './plan.js';
import type { Priority } from './priority.js';
import { criticalPathPriority, orderPriority } from './priority.js';
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

/** A plan with what depends on the request: priorities by strategy, parameters by base folder. */
class PreparedPlan {
  private critical: Priority | undefined;
  private sequential: Priority | undefined;
  private baseFolder: string | undefined;
  private bound: (BoundParameters | undefined)[] = [];

  constructor(
    readonly plan: Plan,
    private readonly services: EngineServices,
  ) {}

  priority(strategy: 'parallel' | 'sequential'): Priority {
    const { graph, order } = this.plan;
    if (strategy === 'sequential') {
      this.sequential ??= orderPriority(order, graph.nodeCount);
      return this.sequential;
    }
    this.critical ??= criticalPathPriority(graph, order);
    return this.critical;
  }

  binder(baseFolder: string | undefined): (node: PlanNode) => BoundParameters {
    if (baseFolder !== this.baseFolder) {
      this.baseFolder = baseFolder;
      this.bound = [];
    }
    const { bound } = this;
    return (node) => {
      const known = bound[node.index];
      if (known !== undefined) return known;
      const fresh = this.bind(node, baseFolder);
      bound[node.index] = fresh;
      return fresh;
    };
  }

  private bind(node: PlanNode, baseFolder: string | undefined): BoundParameters {
    const definition = node.definition as NodeDefinition;
    if (node.pathParameters.length === 0) {
      const open = { node: node.id, definition, parameters: node.parameters };
      return { open, text: node.parameterText, error: undefined };
    }
    let error: ErrorData | undefined;
    const resolve = (path: JsonValue, name: string): JsonValue => {
      if (typeof path !== 'string' || path === '') return path;
      const absolute = this.services.world.resolvePath(baseFolder, path);
      if (absolute !== undefined) return absolute;
      error = {
        kind: 'validation',
        code: 'relative-path',
        message: `"${path}" is relative, and the blueprint has no folder yet to start from.`,
        node: node.id,
        port: name,
        hint: 'Save the blueprint, or choose an absolute path.',
      };
      return path;
    };
    const parameters = { ...node.parameters };
    for (const name of node.pathParameters) {
      const written = parameters[name] ?? null;
      parameters[name] = Array.isArray(written)
        ? written.map((item) => resolve(item, name))
        : resolve(written, name);
    }
    const open = { node: node.id, definition, parameters };
    return { open, text: canonicalJson(parameters), error };
  }
}

/** The chosen node and everything it depends on. Iterative. */
function ancestorsOf(plan: Plan, target: number): Uint8Array {
  const { predecessorStart, predecessors, nodeCount } = plan.graph;
  const included = new Uint8Array(nodeCount);
  const stack = [target];
  included[target] = 1;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const end = predecessorStart[node + 1] as number;
    for (let slot = predecessorStart[node] as number; slot < end; slot++) {
      const producer = predecessors[slot] as number;
      if (included[producer] === 1) continue;
      included[producer] = 1;
      stack.push(producer);
    }
  }
  return included;
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
    const prepared = new PreparedPlan(plan, services);
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
      const { plan } = prepare(blueprint, catalog);
      const { ids, indexOf } = plan.graph;
      const target = to === undefined ? undefined : indexOf.get(to);
      const included = target === undefined ? undefined : ancestorsOf(plan, target);
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
            : ancestorsOf(plan, target),
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
