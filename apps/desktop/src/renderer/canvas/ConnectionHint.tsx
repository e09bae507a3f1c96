import type { ConnectionCheck } from '@atomiton/blueprint';
import { type ConnectionState, type InternalNode, useConnection } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { messages } from '../messages';
import type { PortEnd } from './connecting';
import type { FlowNode } from './flow-model';

/** The port under the pointer as text, so that the hint is drawn again only when it changes. */
function targetKey(connection: ConnectionState<InternalNode<FlowNode>>): string {
  const { toHandle } = connection;
  if (!connection.inProgress || toHandle === null) return connection.inProgress ? 'open' : '';
  return `${toHandle.nodeId}.${toHandle.id ?? ''}.${toHandle.type === 'source' ? 'output' : 'input'}`;
}

function endOf(key: string): PortEnd | undefined {
  const [node, port, direction] = key.split('.');
  if (node === undefined || port === undefined) return undefined;
  return { node, port, direction: direction === 'output' ? 'output' : 'input' };
}

/** Says beside the pointer whether the port under it may be connected, and if not, why. */
export function ConnectionHint({ judge }: { judge: ((end: PortEnd) => ConnectionCheck) | undefined }) {
  const key = useConnection<FlowNode, string>(targetKey);
  const [pointer, setPointer] = useState({ x: 0, y: 0 });
  const active = key !== '';
  useEffect(() => {
    if (!active) return undefined;
    const follow = (event: MouseEvent): void => setPointer({ x: event.clientX, y: event.clientY });
    window.addEventListener('mousemove', follow);
    return () => window.removeEventListener('mousemove', follow);
  }, [active]);
  const end = endOf(key);
  if (!active || end === undefined || judge === undefined) return null;
  const check = judge(end);
  const text = check.ok
    ? check.replaces === undefined
      ? undefined
      : messages.connection.replaces
    : check.reason;
  if (text === undefined) return null;
  return (
    <div
      className="connection-hint"
      role="status"
      data-ok={check.ok}
      style={{ transform: `translate(${String(pointer.x + 16)}px, ${String(pointer.y + 18)}px)` }}
    >
      {text}
    </div>
  );
}
