import { isBoundaryType } from '@atomiton/blueprint';
import type { BlueprintNode, Look, NodeDefinition } from '@atomiton/contracts';
import { Pin, TriangleAlert } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { shownText } from '../document/shown-text';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';
import type { NodeRun } from '../stores/run-state';
import { languageOf } from './languages';
import { NodeDisplay } from './NodeDisplay';
import { NodeRows } from './NodeRows';
import { NodeStateView, shownState } from './NodeStateView';
import type { NodeGeometry } from './node-geometry';
import { nodeIcon } from './node-icons';

interface NodeCardProps {
  id: string;
  node: BlueprintNode;
  definition: NodeDefinition | undefined;
  geometry: NodeGeometry;
  run: NodeRun | undefined;
  selected: boolean;
  /** First problem of the blueprint at this node. */
  problem: string | undefined;
  footer: string;
  look?: Look | undefined;
  /** In place of the title, while it is typed. */
  titleField?: ReactNode;
  /** The ports; absent in the story page. */
  children?: ReactNode;
}

/** How a node looks in every state. Its size comes from `geometry` alone: states are drawn inside or over it. */
export const NodeCard = memo(function NodeCard(props: NodeCardProps) {
  const { id, node, definition, geometry, run, selected, problem, footer, look, titleField } = props;
  const Icon = nodeIcon(definition);
  const state = shownState(run, node.mode);
  const title = shownText(node.name ?? definition?.name ?? node.type);
  const active = node.mode === 'active';
  const error = active && state === 'failed' ? run?.error : undefined;
  return (
    <div
      className="node"
      data-node-id={id}
      data-node-type={node.type}
      data-state={state}
      data-mode={node.mode}
      data-selected={selected}
      data-error={error !== undefined}
      data-color={look?.color}
      data-collapsed={geometry.collapsed}
      data-pinned={look?.pinned === true}
      data-foreign={definition === undefined}
      style={{ width: geometry.width, height: geometry.height }}
    >
      <div className="node-header">
        <Icon aria-hidden size={15} strokeWidth={1.8} />
        {titleField ?? (
          <span className="node-title" title={title}>
            {title}
          </span>
        )}
        {look?.pinned === true ? (
          <span className="node-pin" role="img" aria-label={canvasMessages.node.pinned}>
            <Pin aria-hidden size={11} />
          </span>
        ) : null}
        {problem === undefined ? null : (
          <span
            className="node-problem"
            title={shownText(problem)}
            role="img"
            aria-label={shownText(problem)}
          >
            <TriangleAlert aria-hidden size={13} />
          </span>
        )}
        {isBoundaryType(node.type) ? null : <NodeStateView run={run} mode={node.mode} />}
      </div>
      {geometry.collapsed ? null : <NodeRows rows={geometry.rows} parameters={node.parameters} />}
      {geometry.displayHeight > 0 && definition !== undefined ? (
        <NodeDisplay definition={definition} run={run} height={geometry.displayHeight} />
      ) : null}
      {geometry.collapsed ? null : (
        <div className="node-footer">
          {active && state === 'running' ? (
            <span
              className="node-progress"
              data-known={run?.fraction !== undefined}
              role="progressbar"
              aria-label={messages.node.progress(title)}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={run?.fraction === undefined ? undefined : Math.floor(run.fraction * 100)}
            >
              <span style={{ width: `${(run?.fraction ?? 0.35) * 100}%` }} />
            </span>
          ) : null}
          <span className="node-language">
            {definition === undefined ? '?' : languageOf(definition).badge}
          </span>
          <span className="node-detail" title={footer}>
            {definition === undefined ? messages.node.missingType : footer}
          </span>
        </div>
      )}
      {error === undefined ? null : (
        <p className="node-error" title={shownText([error.message, error.hint].filter(Boolean).join('\n'))}>
          <span>
            {shownText(error.message)}
            {error.hint === undefined ? null : ` ${shownText(error.hint)}`}
          </span>
        </p>
      )}
      {props.children}
    </div>
  );
});
