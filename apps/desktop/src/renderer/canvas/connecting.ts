import { type ConnectionCheck, checkConnection, connectionChecker } from '@atomiton/blueprint';
import type { Blueprint, Catalog } from '@atomiton/contracts';
import { messages } from '../messages';

/** One end of an edge as the pointer has it. */
export interface PortEnd {
  node: string;
  port: string;
  direction: 'input' | 'output';
}

/** Judges the ports that the pointer passes while an edge is drawn from `start`; the graph is walked once. */
export function createConnectionJudge(
  blueprint: Blueprint,
  catalog: Catalog,
  start: PortEnd,
): (end: PortEnd) => ConnectionCheck {
  const own = `${start.node}.${start.port}`;
  const forward = start.direction === 'output' ? connectionChecker(blueprint, catalog, own) : undefined;
  const known = new Map<string, ConnectionCheck>();
  return (end) => {
    if (end.direction === start.direction) return { ok: false, reason: messages.connection.sameDirection };
    const other = `${end.node}.${end.port}`;
    const seen = known.get(other);
    if (seen !== undefined) return seen;
    const check = forward?.(other) ?? checkConnection(blueprint, catalog, other, own);
    known.set(other, check);
    return check;
  };
}

/** The ends of an accepted edge: `from` is an output, `to` an input, numbered where it is a list. */
export function acceptedEdge(
  start: PortEnd,
  end: PortEnd,
  check: ConnectionCheck,
): { from: string; to: string } | undefined {
  if (!check.ok) return undefined;
  const output = start.direction === 'output' ? start : end;
  return { from: `${output.node}.${output.port}`, to: check.to };
}

/** The first free input of a node that takes the edge; where all are taken, the first that takes it at all. */
export function firstFit(
  ports: readonly { name: string; direction: 'input' | 'output' }[],
  node: string,
  judge: (end: PortEnd) => ConnectionCheck,
): { end: PortEnd; check: ConnectionCheck } | undefined {
  let taken: { end: PortEnd; check: ConnectionCheck } | undefined;
  for (const port of ports) {
    const end = { node, port: port.name, direction: port.direction };
    const check = judge(end);
    if (!check.ok) continue;
    if (check.replaces === undefined) return { end, check };
    taken ??= { end, check };
  }
  return taken;
}
