import { type NodeProps, NodeResizer } from '@xyflow/react';
import { Group } from 'lucide-react';
import { memo, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { select } from '../canvas/canvas-store';
import { type FlowGroup, MIN_GROUP } from '../canvas/layout-items';
import { shownText } from '../document/shown-text';
import { useSession } from '../editor/EditorContext';
import { commitResize } from '../editor/moves';
import { canvasMessages } from '../messages-canvas';
import { TitleField } from './TitleField';

/** A titled frame behind nodes. Its header drags it and all that is in it. */
export const GroupNode = memo(function GroupNode({ id, data, selected }: NodeProps<FlowGroup>) {
  const session = useSession();
  const editing = useStore(session.canvas, (state) => state.editing === id);
  const { item } = data;
  const title = shownText(item.title);
  const onPointerDown = (event: PointerEvent): void => {
    const { selectedNodes, selectedEdges, selectedItems } = session.canvas.getState();
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    if (selected && !adds) return;
    if (!adds) select(session.canvas, [], [], [id]);
    else {
      const items = selected ? selectedItems.filter((other) => other !== id) : [...selectedItems, id];
      select(session.canvas, selectedNodes, selectedEdges, items);
    }
  };
  return (
    <>
      <div
        className="group"
        role="group"
        data-group-id={data.itemId}
        data-color={item.color}
        data-selected={selected}
        aria-label={canvasMessages.groups.label(title, item.members.length)}
      >
        <div
          className="group-header"
          onPointerDown={onPointerDown}
          onDoubleClick={(event) => {
            event.stopPropagation();
            session.canvas.setState({ editing: id });
          }}
        >
          <Group aria-hidden size={14} />
          {editing ? (
            <TitleField canvasId={id} value={item.title} label={canvasMessages.groups.title} />
          ) : (
            <span className="group-title" title={title}>
              {title}
            </span>
          )}
          <span className="group-kind">{canvasMessages.groups.kind}</span>
        </div>
      </div>
      <NodeResizer
        isVisible={selected}
        minWidth={MIN_GROUP.width}
        minHeight={MIN_GROUP.height}
        onResizeEnd={() => commitResize(session, [id])}
      />
    </>
  );
});
