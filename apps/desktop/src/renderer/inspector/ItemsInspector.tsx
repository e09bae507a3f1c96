import type { Group, Note } from '@atomiton/contracts';
import { useShallow } from 'zustand/react/shallow';
import { parseFlowItemId } from '../canvas/layout-items';
import { useDocument, useSession } from '../editor/EditorContext';
import { deleteSelection } from '../editor/edits';
import { colorSelection } from '../editor/looks';
import { inspectorMessages } from '../messages-inspector';
import { ColorPicker } from './ColorPicker';
import { GroupInspector } from './GroupInspector';
import { NoteInspector } from './NoteInspector';
import { WritableFields } from './WritableFields';

/** What is selected where that is no node: one group, one note, or several of them. */
export function ItemsInspector({ items }: { items: readonly string[] }) {
  const [only, ...others] = items;
  const parsed = only === undefined || others.length > 0 ? undefined : parseFlowItemId(only);
  if (only === undefined) return null;
  if (parsed === undefined) return <SeveralItems items={items} />;
  return parsed.part === 'groups' ? (
    <GroupInspector key={only} id={parsed.id} canvasId={only} />
  ) : (
    <NoteInspector key={only} id={parsed.id} canvasId={only} />
  );
}

function SeveralItems({ items }: { items: readonly string[] }) {
  const session = useSession();
  const colors = useDocument(
    useShallow((state) =>
      items.map((item) => {
        const { part, id = '' } = parseFlowItemId(item) ?? {};
        if (part === undefined) return undefined;
        const record: Record<string, Group | Note> = state.blueprint.layout[part];
        return record[id]?.color;
      }),
    ),
  );
  const [first] = colors;
  const mixed = colors.some((color) => color !== first);
  return (
    <>
      <header className="inspector-header">
        <h1>{inspectorMessages.severalItems(items.length)}</h1>
      </header>
      <div className="inspector-body">
        <WritableFields>
          <div className="field color-field">
            <span className="field-label">{inspectorMessages.color}</span>
            <ColorPicker
              worded
              color={{ value: mixed ? undefined : first, mixed }}
              onPick={(color) => colorSelection(session, color)}
            />
          </div>
          <div className="chips">
            <button type="button" className="button" onClick={() => deleteSelection(session)}>
              {inspectorMessages.delete}
            </button>
          </div>
        </WritableFields>
      </div>
    </>
  );
}
