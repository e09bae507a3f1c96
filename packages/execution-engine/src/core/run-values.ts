import type { OutputPort, Value, ValueStore, ValueSummary } from '@atomiton/contracts';
import { holdsMemory } from './memory-held.js';
import type { Plan, PlanNode } from './plan.js';
import type { CachedResult } from './result-cache.js';
import { summarise } from './value-summary.js';

/** The values of one run by slot, each held once by the run until they are given up. */
export class RunValues {
  /** Outputs of all nodes, then the constants of the plan. */
  readonly slots: (Value | undefined)[];
  private readonly nodes: readonly PlanNode[];
  private hits: (CachedResult | undefined)[] | undefined;
  /** What is left of values that were given up. */
  private readonly summaries = new Map<number, ValueSummary>();

  constructor(
    plan: Plan,
    readonly store: Pick<ValueStore, 'retain' | 'release'>,
  ) {
    this.nodes = plan.nodes;
    this.slots = plan.initialValues.slice();
  }

  output(node: PlanNode, port: string): Value | undefined {
    const place = node.outputs.findIndex((output) => output.name === port);
    return place === -1 ? undefined : this.slots[node.firstSlot + place];
  }

  /** The outputs of a node that is done, in port order. */
  outputsOf(node: PlanNode): (Value | undefined)[] {
    return this.slots.slice(node.firstSlot, node.firstSlot + node.outputs.length);
  }

  /** Takes over the outputs of an earlier call. */
  takeResult(node: PlanNode, result: CachedResult): void {
    const { outputs } = result;
    for (let port = 0; port < outputs.length; port++) this.take(node.firstSlot + port, outputs[port]);
    this.hits ??= new Array<CachedResult | undefined>(this.nodes.length).fill(undefined);
    this.hits[node.index] = result;
  }

  /** Gives the inputs of a bypassed node on as its outputs. */
  passThrough(node: PlanNode): void {
    for (let port = 0; port < node.passes.length; port++) {
      const slot = node.passes[port] as number;
      if (slot !== -1) this.take(node.firstSlot + port, this.slots[slot]);
    }
  }

  /** Releases everything; summaries stay. */
  giveUp(): void {
    for (let slot = 0; slot < this.slots.length; slot++) {
      const value = this.slots[slot];
      if (value === undefined || !holdsMemory(value)) continue;
      this.summaries.set(slot, summarise(value));
      this.store.release(value);
      this.slots[slot] = undefined;
    }
  }

  /** Summaries of a node's outputs by port; those of a known result are made once. */
  summariesOf(index: number): Record<string, ValueSummary> {
    const known = this.hits?.[index];
    if (known?.summaries !== undefined) return known.summaries;
    const node = this.nodes[index] as PlanNode;
    const summaries: Record<string, ValueSummary> = {};
    for (let port = 0; port < node.outputs.length; port++) {
      const slot = node.firstSlot + port;
      const value = this.slots[slot];
      const summary = value === undefined ? this.summaries.get(slot) : summarise(value);
      if (summary !== undefined) summaries[(node.outputs[port] as OutputPort).name] = summary;
    }
    if (known !== undefined) known.summaries = summaries;
    return summaries;
  }

  private take(slot: number, value: Value | undefined): void {
    if (value === undefined) return;
    if (holdsMemory(value)) this.store.retain(value);
    this.slots[slot] = value;
  }
}
