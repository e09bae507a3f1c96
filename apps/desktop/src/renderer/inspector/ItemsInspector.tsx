import type { Group, Note } from '@atomiton/contracts';
import { useShallow } from 'zustand/react/shallow';
import { parseFlowItemId } from '../canvas/layout-items';
import { useDocument } from '../editor/EditorContext';
import { inspectorMessages } from '../messages-inspector';
import { DeleteSelection } from './DeleteSelection';
import { GroupInspector } from './GroupInspector';
import { ItemHeader } from './ItemHeader';
import { NoteInspector } from './NoteInspector';
import { SelectionColor } from './SelectionColor';
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
      <ItemHeader title={inspectorMessages.severalItems(items.length)} />
      <div className="inspector-body">
        <WritableFields>
          <SelectionColor color={{ value: mixed ? undefined : first, mixed }} />
          <DeleteSelection />
        </WritableFields>
      </div>
    </>
  );
}
