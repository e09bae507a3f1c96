import { LAYOUT_COLORS } from '@atomiton/contracts';
import { ContextMenu } from 'radix-ui';
import { useSession } from '../editor/EditorContext';
import { colorSelection } from '../editor/looks';
import { canvasMessages } from '../messages-canvas';

/** The colours of nodes, groups and notes as lines of a menu. */
export function ColorItems() {
  const session = useSession();
  return (
    <>
      {LAYOUT_COLORS.map((color) => (
        <ContextMenu.Item key={color} className="menu-item" onSelect={() => colorSelection(session, color)}>
          <span className="swatch" data-color={color} aria-hidden />
          {canvasMessages.colors[color]}
        </ContextMenu.Item>
      ))}
      <ContextMenu.Item className="menu-item" onSelect={() => colorSelection(session, undefined)}>
        <span className="swatch" aria-hidden />
        {canvasMessages.noColor}
      </ContextMenu.Item>
    </>
  );
}
