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
  private readonly flights: (Flight | undefined)[];
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
    this.flights = new Array<Flight | undefined>(nodeCount).fill(undefined);
    this.paying = new ReadySet(nodeCount);
    this.free = new ReadySet(nodeCount);
  }

  /** Settles how many tokens a flight takes: none when it runs inline, at most all there are. */
  price(flight: Flight, values: readonly (Value | undefined)[]): void {
    const { node } = flight;
    flight.cores = node.cheap && inputsAreSmall(node, values) ? 0 : Math.min(node.cores, this.capacity);
  }

  /** Nobody else wants to start, and a flight that reserves nothing may go at once. */
  letsPass(flight: Flight): boolean {
    return (
      flight.cores === 0 &&
      this.free.size === 0 &&
      this.paying.size === 0 &&
      this.launching < MAX_LAUNCHING &&
      (!this.oneAtATime || this.active === 0)
    );
  }

  add(flight: Flight): void {
    const { index } = flight.node;
    this.flights[index] = flight;
    const rank = this.priority.rankOf[index] as number;
    if (flight.cores === 0) this.free.add(rank);
    else this.paying.add(rank);
  }

  /** Takes out the most urgent flight that may start now. */
  take(): Flight | undefined {
    if (this.oneAtATime && this.active > 0) return undefined;
    const free = this.launching < MAX_LAUNCHING ? this.free.peek() : -1;
    let paying = this.paying.peek();
    if (paying !== -1 && this.flightAt(paying).cores > this.tokens) paying = -1;
    if (free === -1 && paying === -1) return undefined;
    const pays = free === -1 || (paying !== -1 && paying < free);
    const rank = pays ? paying : free;
    const flight = this.flightAt(rank);
    (pays ? this.paying : this.free).remove(rank);
    this.flights[flight.node.index] = undefined;
    return flight;
  }

  reserve(flight: Flight): void {
    this.active++;
    this.tokens -= flight.cores;
    if (flight.cores === 0) {
      flight.launching = true;
      this.launching++;
    }
  }

  /** The code of an inline flight was entered; true when another one waits for that. */
  launched(flight: Flight): boolean {
    if (!flight.launching) return false;
    flight.launching = false;
    this.launching--;
    return this.free.size > 0;
  }

  giveBack(flight: Flight): void {
    this.active--;
    this.tokens += flight.cores;
    this.launched(flight);
  }

  private flightAt(rank: number): Flight {
    return this.flights[this.priority.nodeAt[rank] as number] as Flight;
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
