import type { ParameterSpec } from '@atomiton/contracts';
import { Command } from 'cmdk';
import { Cable } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useDocument, useEditor, useSession } from '../editor/EditorContext';
import { connect } from '../editor/edits';
import { exposeParameter } from '../editor/node-edits';
import { messages } from '../messages';
import { portColor } from '../node/port-color';
import { type FittingSource, fittingSources } from './fitting-sources';

/** Feeds a parameter from an output of another node, or shows its port on the node so that an edge can be drawn. */
export function ConnectMenu({ node, spec }: { node: string; spec: ParameterSpec }) {
  const editor = useEditor();
  const session = useSession();
  const [sources, setSources] = useState<readonly FittingSource[] | undefined>(undefined);
  const exposed = useDocument(
    (state) => state.blueprint.layout.looks?.[node]?.exposed?.includes(spec.name) === true,
  );
  const label = messages.inspector.connect(spec.label);
  return (
    <Popover.Root
      open={sources !== undefined}
      onOpenChange={(open) =>
        setSources(
          open
            ? fittingSources(
                session.document.getState().blueprint,
                editor.app.getState().catalog,
                node,
                spec.type,
              )
            : undefined,
        )
      }
    >
      <Popover.Trigger asChild>
        <button type="button" className="icon-button field-action" aria-label={label} title={label}>
          <Cable aria-hidden size={12} />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content aria-label={label} className="popover connect-menu" align="end" sideOffset={4}>
          <Command label={label}>
            <Command.Input placeholder={messages.inspector.connectSearch} aria-label={label} />
            <Command.Empty>{messages.inspector.connectNone(spec.type)}</Command.Empty>
            <Command.List>
              {(sources ?? []).map(({ from, name, port, type }) => (
                <Command.Item
                  key={from}
                  value={`${name} ${port} ${from}`}
                  onSelect={() => {
                    setSources(undefined);
                    connect(session, from, `${node}.${spec.name}`);
                  }}
                >
                  <span className="port-dot" style={{ background: portColor(type) }} aria-hidden />
                  <span>{name}</span>
                  <span className="palette-more">{port}</span>
                </Command.Item>
              ))}
              {spec.prominent ? null : (
                <Command.Item
                  value={exposed ? messages.inspector.unexpose : messages.inspector.expose}
                  onSelect={() => {
                    setSources(undefined);
                    exposeParameter(session, node, spec.name, !exposed);
                  }}
                >
                  <span className="port-dot" aria-hidden />
                  <span>{exposed ? messages.inspector.unexpose : messages.inspector.expose}</span>
                </Command.Item>
              )}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
