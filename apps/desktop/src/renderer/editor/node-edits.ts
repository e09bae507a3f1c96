import type { JsonValue, LayoutColor, NodeMode, Operation } from '@atomiton/contracts';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';
import { lookOperations } from './looks';

/** Sets a parameter of nodes in one entry, or with undefined lets its default apply. */
export function setParameters(
  session: DocumentSession,
  ids: readonly string[],
  name: string,
  value: JsonValue | undefined,
): void {
  const { nodes } = session.document.getState().blueprint;
  const text = JSON.stringify(value);
  const changed = ids.filter((id) => JSON.stringify(nodes[id]?.parameters[name]) !== text);
  session.edit(
    messages.edits.parameter(name),
    changed.map((id) => ({ op: 'set-parameter', id, name, ...(value === undefined ? {} : { value }) })),
  );
}

/** Takes all values out of nodes, so that the defaults apply. Values that no specification names stay. */
export function resetParameters(
  session: DocumentSession,
  ids: readonly string[],
  names: readonly string[],
): void {
  const { nodes } = session.document.getState().blueprint;
  session.edit(
    messages.edits.resetAll,
    ids.flatMap((id) =>
      names
        .filter((name) => nodes[id]?.parameters[name] !== undefined)
        .map((name): Operation => ({ op: 'set-parameter', id, name })),
    ),
  );
}

/** An empty name lets that of the type stand. */
export function renameNodes(session: DocumentSession, ids: readonly string[], typed: string): void {
  const { nodes } = session.document.getState().blueprint;
  const name = typed.trim().slice(0, 1000);
  session.edit(
    messages.edits.rename,
    ids
      .filter((id) => (nodes[id]?.name ?? '') !== name)
      .map((id): Operation => ({ op: 'rename-node', id, ...(name === '' ? {} : { name }) })),
  );
}

export function setModes(session: DocumentSession, ids: readonly string[], mode: NodeMode): void {
  const { nodes } = session.document.getState().blueprint;
  session.edit(
    messages.edits.mode,
    ids.filter((id) => nodes[id]?.mode !== mode).map((id): Operation => ({ op: 'set-mode', id, mode })),
  );
}

/** Milliseconds; undefined lets the limit of the type apply. */
export function setTimeouts(
  session: DocumentSession,
  ids: readonly string[],
  timeoutMs: number | undefined,
): void {
  const { nodes } = session.document.getState().blueprint;
  session.edit(
    messages.edits.timeout,
    ids
      .filter((id) => nodes[id]?.timeoutMs !== timeoutMs)
      .map((id): Operation => ({ op: 'set-timeout', id, ...(timeoutMs === undefined ? {} : { timeoutMs }) })),
  );
}

export function colorNodes(
  session: DocumentSession,
  ids: readonly string[],
  color: LayoutColor | undefined,
): void {
  const { looks = {} } = session.document.getState().blueprint.layout;
  session.edit(
    canvasMessages.edits.color,
    ids.flatMap((id) => lookOperations(id, looks[id], { color })),
  );
}

/** Draws the port of a parameter that no edge feeds, or leaves it off again. */
export function exposeParameter(session: DocumentSession, id: string, name: string, on: boolean): void {
  const { looks = {} } = session.document.getState().blueprint.layout;
  const rest = (looks[id]?.exposed ?? []).filter((other) => other !== name);
  const exposed = on ? [...rest, name] : rest;
  session.edit(
    messages.edits.expose,
    lookOperations(id, looks[id], { exposed: exposed.length === 0 ? undefined : exposed }),
  );
}
