import type { BoundParameters } from './bound-parameters.js';
import { bindNode } from './bound-parameters.js';
import type { Plan, PlanNode } from './plan.js';
import type { Priority } from './priority.js';
import { criticalPathPriority, orderPriority } from './priority.js';
import type { World } from './services.js';

/** A plan with what depends on the request: priorities by strategy, parameters by base folder. */
export class PreparedPlan {
  private critical: Priority | undefined;
  private sequential: Priority | undefined;
  private baseFolder: string | undefined;
  private bound: (BoundParameters | undefined)[] = [];

  constructor(
    readonly plan: Plan,
    private readonly world: World,
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

  /** Binds the parameters of a node, each once for as long as the folder stays the same. */
  binder(baseFolder: string | undefined): (node: PlanNode) => BoundParameters {
    if (baseFolder !== this.baseFolder) {
      this.baseFolder = baseFolder;
      this.bound = [];
    }
    const { bound, world } = this;
    return (node) => {
      const known = bound[node.index];
      if (known !== undefined) return known;
      const fresh = bindNode(node, baseFolder, world);
      bound[node.index] = fresh;
      return fresh;
    };
  }

  /** 1 for the nodes given and everything they depend on. Iterative. */
  ancestorsOf(targets: readonly number[]): Uint8Array {
    const { predecessorStart, predecessors, nodeCount } = this.plan.graph;
    const included = new Uint8Array(nodeCount);
    const stack = [...targets];
    for (const target of targets) included[target] = 1;
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
}
