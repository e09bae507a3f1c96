import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import { messages } from '../messages';
import type { NodeGeometry } from './node-geometry';
import { portColor } from './port-color';

/** The handles of a node: round for one value, square for a list, in the colour of their type. */
export const NodePorts = memo(function NodePorts({ id, geometry }: { id: string; geometry: NodeGeometry }) {
  return geometry.ports.map((port) => {
    const input = port.direction === 'input';
    return (
      <Handle
        key={`${port.direction}-${port.name}`}
        id={port.name}
        type={input ? 'target' : 'source'}
        position={input ? Position.Left : Position.Right}
        className={`port${port.list ? ' port-list' : ''}${port.parameter ? ' port-parameter' : ''}`}
        style={{ top: port.y - 1, backgroundColor: portColor(port.type), color: portColor(port.type) }}
        data-port={`${id}.${port.name}`}
        data-direction={port.direction}
        data-type={port.type}
        title={`${port.name}: ${port.type}`}
        role="img"
        aria-label={
          input
            ? messages.node.inputPort(port.name, port.type)
            : messages.node.outputPort(port.name, port.type)
        }
      />
    );
  });
});
