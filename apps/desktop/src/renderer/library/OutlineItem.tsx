import type { NodeDefinition } from '@atomiton/contracts';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEditor, useRun } from '../editor/EditorContext';
import { goToNode } from '../editor/subgraphs';
import { messages } from '../messages';
import { NodeStateView } from '../node/NodeStateView';
import { nodeIcon } from '../node/node-icons';

/** Pixels by which a level is indented, and so many levels at most. */
const INDENT = 16;
const MOST_INDENTS = 8;

interface OutlineItemProps {
  path: string;
  name: string;
  definition: NodeDefinition | undefined;
  depth: number;
  /** Whether the nodes inside are listed; undefined where there are none. */
  open: boolean | undefined;
  onOpen: (open: boolean) => void;
  /** Pixels from the top of the list. */
  top: number;
}

/** One node of the document with its state. The arrow keys open and close an instance of a subgraph. */
export function OutlineItem({ path, name, definition, depth, open, onOpen, top }: OutlineItemProps) {
  const editor = useEditor();
  const run = useRun((view) => view.all.get(path));
  const Icon = nodeIcon(definition);
  return (
    <li
      className="outline-row"
      data-outline={path}
      style={{
        transform: `translateY(${String(top)}px)`,
        paddingInlineStart: Math.min(depth, MOST_INDENTS) * INDENT,
      }}
    >
      {open === undefined ? (
        <span className="outline-toggle" />
      ) : (
        <button
          type="button"
          className="outline-toggle"
          aria-label={open ? messages.outline.close(name) : messages.outline.open(name)}
          aria-expanded={open}
          onClick={() => onOpen(!open)}
        >
          {open ? <ChevronDown aria-hidden size={13} /> : <ChevronRight aria-hidden size={13} />}
        </button>
      )}
      <button
        type="button"
        className="library-item"
        title={path}
        onClick={() => goToNode(editor, path)}
        onKeyDown={(event) => {
          const wanted = event.key === 'ArrowRight' ? true : event.key === 'ArrowLeft' ? false : undefined;
          if (open === undefined || wanted === undefined || wanted === open) return;
          event.preventDefault();
          event.stopPropagation();
          onOpen(wanted);
        }}
      >
        <Icon aria-hidden size={16} strokeWidth={1.7} />
        <bdi className="library-name">{name}</bdi>
        {run === undefined || run.state === 'idle' ? null : <NodeStateView run={run} mode="active" />}
      </button>
    </li>
  );
}
