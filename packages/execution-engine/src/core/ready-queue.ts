import type { Value } from '@atomiton/contracts';
import { INLINE_LIMIT_BYTES, payloadBytes, payloadOf } from '@atomiton/contracts';
import type { Flight } from './flight.js';
import type { InputSource } from './input-binding.js';
import type { PlanNode } from './plan.js';
import type { Priority } from './priority.js';
import { ReadySet } from './ready-set.js';

/** Inline nodes whose code has not been entered yet; bounds what runs between two looks at the clock. */
const MAX_LAUNCHING = 4;

/**
 * Nodes ready to start, the most urgent first, as far as tokens allow. A node that reserves nothing passes one that
 * waits for tokens; among those that take tokens nobody is overtaken, so that a node that wants many gets them.
 */
export class ReadyQueue {
  /** Flights started and not yet landed. */
  private active = 0;
  private launching = 0;
  private tokens: number;
  /** By node: tokens it takes while it runs; 0 for one that runs inline. */
  private readonly prices: Float64Array;
  /** Ranks of ready nodes that take tokens, and of those that reserve nothing. */
  private readonly paying: ReadySet;
  private readonly free: ReadySet;

  constructor(
    private readonly priority: Priority,
    nodeCount: number,
    private readonly capacity: number,
    private readonly oneAtATime: boolean,
  ) {
    this.tokens = capacity;
    this.prices = new Float64Array(nodeCount);
    this.paying = new ReadySet(nodeCount);
    this.free = new ReadySet(nodeCount);
  }

  /** Settles, once, how many tokens a node takes: none when it runs inline, at most all there are. */
  price(node: PlanNode, values: readonly (Value | undefined)[]): void {
    if (node.inline === 'always' || (node.inline === 'small' && inputsAreSmall(node, values))) return;
    this.prices[node.index] = Math.min(node.cores, this.capacity);
  }

  /** Nobody else wants to start, and a node that reserves nothing may go at once. */
  letsPass(index: number): boolean {
    return (
      this.prices[index] === 0 &&
      this.free.size === 0 &&
      this.paying.size === 0 &&
      this.launching < MAX_LAUNCHING &&
      (!this.oneAtATime || this.active === 0)
    );
  }

  add(index: number): void {
    const rank = this.priority.rankOf[index] as number;
    if (this.prices[index] === 0) this.free.add(rank);
    else this.paying.add(rank);
  }

  /** Takes out the most urgent node that may start now; -1 when there is none. */
  take(): number {
    if (this.free.size === 0 && this.paying.size === 0) return -1;
    if (this.oneAtATime && this.active > 0) return -1;
    const { nodeAt } = this.priority;
    const free = this.launching < MAX_LAUNCHING ? this.free.peek() : -1;
    let paying = this.paying.peek();
    if (paying !== -1 && (this.prices[nodeAt[paying] as number] as number) > this.tokens) paying = -1;
    if (free === -1 && paying === -1) return -1;
    const pays = free === -1 || (paying !== -1 && paying < free);
    const rank = pays ? paying : free;
    (pays ? this.paying : this.free).remove(rank);
    return nodeAt[rank] as number;
  }

  reserve(flight: Flight): void {
    const price = this.prices[flight.node.index] as number;
    this.active++;
    this.tokens -= price;
    if (price === 0) {
      flight.launching = true;
      this.launching++;
    }
  }

  /**
   * The code of an inline flight was entered; true when nothing else is being launched while others wait, so that
   * nodes that only wait for something hold nobody up.
   */
  launched(flight: Flight): boolean {
    if (!flight.launching) return false;
    flight.launching = false;
    this.launching--;
    return this.launching === 0 && this.free.size > 0;
  }

  giveBack(flight: Flight): void {
    this.active--;
    this.tokens += this.prices[flight.node.index] as number;
    this.launched(flight);
  }
}

function inputsAreSmall({ sources }: PlanNode, values: readonly (Value | undefined)[]): boolean {
  for (let place = 0; place < sources.length; place++) {
    const value = values[(sources[place] as InputSource).slot];
    if (value === undefined || value.kind === 'json' || value.kind === 'file') continue;
    if (value.kind === 'list') return false;
    const payload = payloadOf(value);
    if (payload !== undefined && payloadBytes(payload) >= INLINE_LIMIT_BYTES) return false;
  }
  return true;
}
